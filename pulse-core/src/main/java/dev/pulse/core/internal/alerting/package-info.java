/**
 * Brings rules, routes, silences and the outbox together. Enter at {@link
 * dev.pulse.core.internal.alerting.AlertDesk}.
 */
@NullMarked
package dev.pulse.core.internal.alerting;

import org.jspecify.annotations.NullMarked;
