package dev.pulse.core.store;

import dev.pulse.api.store.Distribution;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects numbers without boxing them. Confine to one thread. */
final class Values {
  private static final double[] NONE = {};

  private double[] numbers = NONE;
  private int count;
  private @Nullable Tally summary;

  void add(double number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(64, count * 2));
    }
    numbers[count++] = number;
  }

  /** Adds numbers that are known as a summary. */
  void add(Tally more) {
    if (summary == null) {
      summary = new Tally();
    }
    summary.merge(more);
  }

  /**
   * What was collected.
   *
   * @param whole whether all of the numbers are whole
   */
  Distribution distribution(boolean whole) {
    if (summary == null) {
      return Distribution.of(Arrays.copyOf(numbers, count));
    }
    for (int i = 0; i < count; i++) {
      summary.add(numbers[i]);
    }
    count = 0;
    return approximate(summary, whole);
  }

  private static Distribution approximate(Tally all, boolean whole) {
    var sketch = all.sketch();
    var values = new double[sketch.size()];
    var counts = new long[sketch.size()];
    boolean exact = whole;
    for (int i = 0; i < values.length; i++) {
      int key = sketch.key(i);
      exact &= Sketch.hasOneWhole(key);
      double middle = whole && Sketch.hasOneWhole(key) ? Sketch.wholeOf(key) : Sketch.middleOf(key);
      values[i] = Math.max(all.min(), Math.min(middle, all.max()));
      counts[i] = sketch.count(i);
    }
    double mean = Math.max(all.min(), Math.min(all.sum() / all.count(), all.max()));
    double error = exact ? 0 : Sketch.RELATIVE_ERROR;
    return Distribution.approximate(error, all.min(), mean, all.max(), values, counts);
  }
}
