/**
 * The detectors that Pulse brings. Enter at {@link dev.pulse.core.detect.RarityScore} for numbers
 * of which nothing is known, at {@link dev.pulse.core.detect.RobustZScore} for those that should
 * stay near where they were, at {@link dev.pulse.core.detect.SeasonalZScore} for those with a
 * rhythm of the week, and at {@link dev.pulse.core.detect.ProportionZTest} for how often something
 * fails.
 */
@NullMarked
package dev.pulse.core.detect;

import org.jspecify.annotations.NullMarked;
