/**
 * The checks that Pulse brings. Enter at {@link dev.pulse.core.check.HttpCheck} for what speaks
 * HTTP and at {@link dev.pulse.core.check.TcpCheck} for everything else that listens on a port.
 */
@NullMarked
package dev.pulse.core.check;

import org.jspecify.annotations.NullMarked;
