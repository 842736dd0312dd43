/**
 * The dashboard: one page of files that follows what the server tells, and the list of the pages in
 * it, those of extensions among them. Enter at {@link
 * dev.pulse.samples.server.dashboard.Dashboard}.
 */
@NullMarked
package dev.pulse.samples.server.dashboard;

import org.jspecify.annotations.NullMarked;
