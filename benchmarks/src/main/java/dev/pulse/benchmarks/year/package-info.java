/**
 * Whether a year of history answers as fast as an hour does, through the server that users have.
 * Start with {@link dev.pulse.benchmarks.year.YearBenchmark}.
 */
@NullMarked
package dev.pulse.benchmarks.year;

import org.jspecify.annotations.NullMarked;
