/**
 * Delivers messages: an outbox that keeps each until its channel has taken it, and the one way in
 * which notifiers send over HTTP. Enter at {@link dev.pulse.core.internal.notify.Outbox} and {@link
 * dev.pulse.core.internal.notify.HttpPost}.
 */
@NullMarked
package dev.pulse.core.internal.notify;

import org.jspecify.annotations.NullMarked;
