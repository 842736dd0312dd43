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
