/**
 * How the nodes of a network stand: which checks they fail, which pairs fail, and whose fault that
 * is. Enter at {@link dev.pulse.samples.ethereum.evaluate.NetworkEvaluation}.
 */
@NullMarked
package dev.pulse.samples.ethereum.evaluate;

import org.jspecify.annotations.NullMarked;
