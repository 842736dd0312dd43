/**
 * Looks at the repositories of one organisation, stores what it learns and tells whoever listens.
 * What is known altogether says {@link dev.pulse.samples.repohealth.scan.Overview}.
 */
@NullMarked
package dev.pulse.samples.repohealth.scan;

import org.jspecify.annotations.NullMarked;
