/**
 * Pictures for people who are told of trouble. Enter at {@link dev.pulse.core.chart.ChartSource},
 * which finds the {@link dev.pulse.core.chart.Picture} that goes with a message.
 */
@NullMarked
package dev.pulse.core.chart;

import org.jspecify.annotations.NullMarked;
