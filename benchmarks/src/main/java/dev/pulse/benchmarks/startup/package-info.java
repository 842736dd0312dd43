/**
 * How long the runnable jar takes to its first good answer, and how much memory it holds when it
 * has nothing to do. Enter at {@link dev.pulse.benchmarks.startup.Startup}.
 */
@NullMarked
package dev.pulse.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
