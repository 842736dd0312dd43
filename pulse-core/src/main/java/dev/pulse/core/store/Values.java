package dev.pulse.core.store;

import dev.pulse.api.store.Distribution;
import java.util.Arrays;

/** Collects numbers without boxing them. Confine to one thread. */
final class Values {
  private double[] numbers = new double[64];
  private int count;

  void add(double number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    numbers[count++] = number;
  }

  Distribution distribution() {
    return Distribution.of(Arrays.copyOf(numbers, count));
  }
}
