package dev.pulse.core.detect;

import dev.pulse.api.detect.DetectorState;
import java.util.Arrays;

/** Collects the numbers of a state, in the order in which a {@link StateReader} gives them back. */
final class StateWriter {
  private double[] values = new double[64];
  private int size;

  StateWriter add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    return this;
  }

  /** Adds a count or a time, which a double holds exactly up to 2^53. */
  StateWriter add(long whole) {
    return add((double) whole);
  }

  StateWriter addAll(double[] more) {
    add(more.length);
    for (double value : more) {
      add(value);
    }
    return this;
  }

  DetectorState state(String form) {
    return DetectorState.of(form, Arrays.copyOf(values, size));
  }
}
