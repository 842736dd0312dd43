/**
 * Looks at the repositories of one organisation, stores what it learns and tells whoever listens.
 * Enter at {@link dev.pulse.samples.repohealth.scan.Scanner}; what is known altogether says {@link
 * dev.pulse.samples.repohealth.scan.Overview}.
 */
@NullMarked
package dev.pulse.samples.repohealth.scan;

import org.jspecify.annotations.NullMarked;
