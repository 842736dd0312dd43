/**
 * Says which part is at fault when things that are made of two parts each fail together. Enter at
 * {@link dev.pulse.core.analysis.PairAnalysis}, which turns observations into a {@link
 * dev.pulse.core.analysis.PairVerdict}.
 */
@NullMarked
package dev.pulse.core.analysis;

import org.jspecify.annotations.NullMarked;
