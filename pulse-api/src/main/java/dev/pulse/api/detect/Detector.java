package dev.pulse.api.detect;

import java.time.Instant;

/**
 * Judges one series of numbers as it arrives, value by value, and learns from it. One instance
 * belongs to one series and one thread at a time; Pulse creates it, feeds it in order, saves its
 * {@link #state() state} with the results it was learnt from, and restores it after a restart.
 *
 * <p>The same values must lead to the same verdicts however they were batched, and a detector that
 * was restored from the state of another must go on exactly as that one would. The contract test of
 * the test kit proves both.
 */
@FunctionalInterface
public interface Detector {
  /**
   * Judges the next value.
   *
   * @param value finite
   * @param at when it was measured; times may repeat or go back a little when clocks are set
   */
  Verdict observe(double value, Instant at);

  /**
   * Everything this detector has learnt, as numbers. A detector without memory keeps the default,
   * {@link DetectorState#NONE}.
   */
  default DetectorState state() {
    return DetectorState.NONE;
  }

  /**
   * Goes on where another detector of the same kind stopped, forgetting whatever was learnt before.
   *
   * @param state as returned by {@link #state()}; {@link DetectorState#NONE} is that of a detector
   *     that has seen nothing
   * @throws IllegalArgumentException when the state has another form; this detector is then
   *     unchanged
   */
  default void restore(DetectorState state) {
    if (!state.isNone()) {
      throw new IllegalArgumentException(
          "this detector keeps no state, but was given one of form " + state.form());
    }
  }

  /**
   * Forgets how many odd values came in a row, and keeps what it takes for normal. Called when
   * something other than the values ended an anomaly: a person closed the incident, or the check
   * was disabled. A detector that counts no rows keeps the default, which does nothing.
   */
  default void breakRun() {}
}
