/**
 * Watches a list of addresses, notices when they slow down, fail more often or go away, and tells
 * it over REST, NATS, Prometheus and a page. Enter at {@link
 * dev.pulse.samples.uptimeguard.UptimeGuard}; {@link dev.pulse.samples.uptimeguard.UptimeGuardMain}
 * starts it as a program of its own.
 */
@NullMarked
package dev.pulse.samples.uptimeguard;

import org.jspecify.annotations.NullMarked;
