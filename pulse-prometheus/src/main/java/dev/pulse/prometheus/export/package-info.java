/**
 * Shows a running Pulse to Prometheus: how each check stands, what checks and collectors measured,
 * scores, open incidents and the meters of the engine. Enter at {@link
 * dev.pulse.prometheus.export.PulseExporter}.
 */
@NullMarked
package dev.pulse.prometheus.export;

import org.jspecify.annotations.NullMarked;
