/**
 * The notifiers that come with Pulse. Enter at {@link dev.pulse.core.notify.WebhookNotifier} for
 * programs, and at {@link dev.pulse.core.notify.PagerDutyNotifier} for people.
 */
@NullMarked
package dev.pulse.core.notify;

import org.jspecify.annotations.NullMarked;
