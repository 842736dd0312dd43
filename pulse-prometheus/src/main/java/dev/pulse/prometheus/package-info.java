/**
 * Asks Prometheus, what speaks its HTTP API, and Grafana. Enter at {@link
 * dev.pulse.prometheus.PrometheusClient} or {@link dev.pulse.prometheus.GrafanaClient} to ask, at
 * {@link dev.pulse.prometheus.PromQl} to write what to ask, and at {@link
 * dev.pulse.prometheus.PromQlCheck} to judge the answer.
 */
@NullMarked
package dev.pulse.prometheus;

import org.jspecify.annotations.NullMarked;
