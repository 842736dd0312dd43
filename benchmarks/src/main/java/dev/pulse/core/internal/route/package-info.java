/**
 * Measures routing where it can be reached: inside its package. Run by {@link
 * dev.pulse.benchmarks.micro.MicroBenchmarks}.
 */
@NullMarked
package dev.pulse.core.internal.route;

import org.jspecify.annotations.NullMarked;
