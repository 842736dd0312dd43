/**
 * Small pieces that run for every result, one by one. Start with {@link
 * dev.pulse.benchmarks.micro.MicroBenchmarks}.
 */
@NullMarked
package dev.pulse.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
