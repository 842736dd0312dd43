/**
 * Delivery: {@link dev.pulse.core.internal.notify.HttpPost} sends messages over HTTP for every
 * notifier that needs it. For Pulse's own modules; may change at any time.
 */
@NullMarked
package dev.pulse.core.internal.notify;

import org.jspecify.annotations.NullMarked;
