/**
 * Measures what HTTP checks cost: {@link dev.pulse.benchmarks.http.HttpChecks} runs nginx on
 * loopback, Pulse against it ({@link dev.pulse.benchmarks.http.PulseSide}), and the same number of
 * plain OkHttp calls as the limit ({@link dev.pulse.benchmarks.http.RawSide}), each in a process of
 * its own.
 */
@NullMarked
package dev.pulse.benchmarks.http;

import org.jspecify.annotations.NullMarked;
