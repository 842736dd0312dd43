/**
 * The detectors that Pulse brings. Enter at {@link dev.pulse.core.detect.RollingZScore} for numbers
 * that should stay near where they were, and at {@link dev.pulse.core.detect.ProportionZTest} for
 * how often something fails.
 */
@NullMarked
package dev.pulse.core.detect;

import org.jspecify.annotations.NullMarked;
