/**
 * What people read at a terminal about a scan. Enter at {@link
 * dev.pulse.samples.repohealth.terminal.RepositoryText}.
 */
@NullMarked
package dev.pulse.samples.repohealth.terminal;

import org.jspecify.annotations.NullMarked;
