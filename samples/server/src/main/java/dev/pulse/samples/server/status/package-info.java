/**
 * Status pages: what the public may know of a group of checks, as a page without scripts, as JSON
 * and as badges. Enter at {@link dev.pulse.samples.server.status.StatusPage}.
 */
@NullMarked
package dev.pulse.samples.server.status;

import org.jspecify.annotations.NullMarked;
