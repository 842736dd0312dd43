/**
 * Pictures for people who are told of trouble. Enter at {@link dev.pulse.core.chart.Charts}, which
 * draws the last hours of a check; {@link dev.pulse.core.chart.ChartSource} is for your own.
 */
@NullMarked
package dev.pulse.core.chart;

import org.jspecify.annotations.NullMarked;
