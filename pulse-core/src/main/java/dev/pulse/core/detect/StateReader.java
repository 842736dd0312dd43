package dev.pulse.core.detect;

import dev.pulse.api.detect.DetectorState;

/**
 * Gives back the numbers of a state, and refuses those that no detector of the form can have
 * written: a store may hold anything.
 */
final class StateReader {
  private final String form;
  private final double[] values;
  private int next;

  /**
   * @throws IllegalArgumentException when the state has another form
   */
  StateReader(DetectorState state, String form) {
    this.form = form;
    this.values = state.values(form);
  }

  /** The next number, finite. */
  double number() {
    require(next < values.length, "an end after " + values.length + " values");
    double value = values[next];
    require(Double.isFinite(value), value + " as value " + next);
    next++;
    return value;
  }

  /** The next number, finite and not negative. */
  double magnitude() {
    double value = number();
    require(value >= 0, value + " as value " + (next - 1));
    return value;
  }

  /** The next number, which is whole and from 0 to a greatest one. */
  long count(long most) {
    double value = number();
    require(value >= 0 && value <= most && value == Math.rint(value), value + " as a count");
    return (long) value;
  }

  /** The next number, which is whole. */
  long whole() {
    double value = number();
    require(Math.abs(value) <= 1L << 53 && value == Math.rint(value), value + " as a whole number");
    return (long) value;
  }

  /** The next numbers, with their count before them. */
  double[] numbers() {
    var numbers = new double[(int) count(values.length - next)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number();
    }
    return numbers;
  }

  void end() {
    require(next == values.length, values.length + " values instead of " + next);
  }

  void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "expected a detector state of form " + form + ", but found " + found);
    }
  }
}
