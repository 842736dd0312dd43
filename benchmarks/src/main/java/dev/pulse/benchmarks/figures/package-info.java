/**
 * What measurements come to, in the form in which all of them hand it on. Start with {@link
 * dev.pulse.benchmarks.figures.Figures}.
 */
@NullMarked
package dev.pulse.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
