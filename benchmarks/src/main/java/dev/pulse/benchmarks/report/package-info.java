/**
 * Makes tables of what was measured, for people. Start with {@link
 * dev.pulse.benchmarks.report.Report}.
 */
@NullMarked
package dev.pulse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
