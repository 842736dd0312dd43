package dev.pulse.api.detect;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * What a {@link Detector} has learnt: a list of numbers with the name of its form. Numbers are kept
 * bit for bit. Immutable.
 *
 * <p>Change the form's name whenever the meaning of the numbers changes, so that an old state is
 * recognised instead of misread.
 */
public final class DetectorState {
  /** The state of a detector that has seen nothing, or that remembers nothing. */
  public static final DetectorState NONE = new DetectorState("none", new double[0]);

  private final String form;
  private final double[] values;

  private DetectorState(String form, double[] values) {
    this.form = form;
    this.values = values;
  }

  /**
   * A state.
   *
   * @param form the name and version of the layout, such as {@code zscore/1}; not blank
   * @param values the numbers, in an order that the form defines
   */
  public static DetectorState of(String form, double... values) {
    if (requireNonNull(form, "form").isBlank()) {
      throw new IllegalArgumentException("the form of a detector state must not be blank");
    }
    return new DetectorState(form, values.clone());
  }

  /** The name and version of the layout. */
  public String form() {
    return form;
  }

  /** Whether this is the state of a detector that has seen nothing. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** A copy of the numbers. */
  public double[] values() {
    return values.clone();
  }

  /**
   * A copy of the numbers, for a reader that knows one form.
   *
   * @throws IllegalArgumentException when this state has another form
   */
  public double[] values(String expectedForm) {
    if (!form.equals(expectedForm)) {
      throw new IllegalArgumentException(
          "expected a detector state of form " + expectedForm + ", but found " + form);
    }
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DetectorState state
        && form.equals(state.form)
        && Arrays.equals(values, state.values);
  }

  @Override
  public int hashCode() {
    return form.hashCode() * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return form + " (" + values.length + " values)";
  }
}
