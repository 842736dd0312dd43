/**
 * Measures alerts beside Alertmanager: {@link dev.pulse.benchmarks.alerting.AlertStorm} pushes the
 * same ones to both in the same run.
 */
@NullMarked
package dev.pulse.benchmarks.alerting;

import org.jspecify.annotations.NullMarked;
