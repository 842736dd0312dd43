/**
 * How networks stood before: each evaluation is remembered, so that people see since when a pair of
 * clients fails. Enter at {@link dev.pulse.samples.ethereum.history.EvaluationHistory}.
 */
@NullMarked
package dev.pulse.samples.ethereum.history;

import org.jspecify.annotations.NullMarked;
