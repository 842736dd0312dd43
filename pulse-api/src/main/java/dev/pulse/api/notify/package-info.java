/**
 * Telling people: what a message is made of, who delivers it, and where to. Enter at {@link
 * dev.pulse.api.notify.Notifier}.
 */
@NullMarked
package dev.pulse.api.notify;

import org.jspecify.annotations.NullMarked;
