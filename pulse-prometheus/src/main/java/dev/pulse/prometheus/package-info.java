/**
 * Asks Prometheus, what speaks its HTTP API, and Grafana. Enter at {@link
 * dev.pulse.prometheus.PromQl} to write what to ask, and at {@link
 * dev.pulse.prometheus.MetricsBackend} to ask it.
 */
@NullMarked
package dev.pulse.prometheus;

import org.jspecify.annotations.NullMarked;
