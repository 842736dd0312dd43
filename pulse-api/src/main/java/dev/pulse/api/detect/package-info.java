/**
 * Detectors judge one series of numbers, value by value. Enter at {@link
 * dev.pulse.api.detect.Detector}; a {@link dev.pulse.api.detect.Verdict} says what it found and, in
 * numbers, why.
 */
@NullMarked
package dev.pulse.api.detect;

import org.jspecify.annotations.NullMarked;
