/**
 * Connections that obey an {@link dev.pulse.core.net.EgressPolicy}, a deadline and an interrupt.
 * For Pulse's own modules; may change at any time.
 */
@NullMarked
package dev.pulse.core.internal.net;

import org.jspecify.annotations.NullMarked;
