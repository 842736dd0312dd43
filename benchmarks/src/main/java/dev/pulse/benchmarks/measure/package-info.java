/**
 * What the measurements share: what a process costs, what the checks of a Pulse came to, and {@link
 * dev.pulse.benchmarks.measure.Figures} as lines for whoever makes tables of them.
 */
@NullMarked
package dev.pulse.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
