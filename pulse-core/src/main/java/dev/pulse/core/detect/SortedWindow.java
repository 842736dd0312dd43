package dev.pulse.core.detect;

import java.util.Arrays;

/**
 * The last values in the order of their size, with the exact median and the exact median absolute
 * deviation. Nothing is summed up from one value to the next. Confine to one thread.
 */
final class SortedWindow {
  /** Median absolute deviations in a standard deviation, where values are normal. */
  private static final double MEDIAN_TO_STANDARD = 1 / 0.6744897501960817;

  /** Mean absolute deviations in a standard deviation, where values are normal. */
  private static final double MEAN_TO_STANDARD = Math.sqrt(Math.PI / 2);

  private final DoubleQueue arrived;
  private final double[] sorted;
  private int size;

  SortedWindow(int capacity) {
    this.arrived = new DoubleQueue(capacity);
    this.sorted = new double[capacity];
  }

  int size() {
    return size;
  }

  /** Adds a value and, when this is full, drops the oldest. */
  void add(double value) {
    // Without a negative zero, which sorts apart from the other and is equal to it.
    double plain = value + 0.0;
    if (size == sorted.length) {
      int out = Arrays.binarySearch(sorted, 0, size, arrived.oldest());
      System.arraycopy(sorted, out + 1, sorted, out, --size - out);
    }
    int in = Arrays.binarySearch(sorted, 0, size, plain);
    int at = in < 0 ? -in - 1 : in;
    System.arraycopy(sorted, at, sorted, at + 1, size++ - at);
    sorted[at] = plain;
    arrived.add(plain);
  }

  /** Oldest first. */
  double[] values() {
    return arrived.values();
  }

  /** Replaces everything; where there is more than the capacity, the newest stay. */
  void setTo(double[] values) {
    size = 0;
    arrived.clear();
    for (double value : values) {
      add(value);
    }
  }

  /** The value in the middle, or half-way between the two in the middle. */
  double median() {
    return half(sorted[(size - 1) / 2], sorted[size / 2]);
  }

  /**
   * The standard deviation that normal values of this median absolute deviation have; where more
   * than half of the values are equal, that of this mean absolute deviation (Iglewicz and Hoaglin,
   * "How to Detect and Handle Outliers", 1993).
   */
  double deviation() {
    double median = median();
    double typical = medianDistance(median);
    return typical > 0
        ? Score.finite(MEDIAN_TO_STANDARD * typical)
        : Score.finite(MEAN_TO_STANDARD * meanDistance(median));
  }

  /** Walks from the median to both sides, always to the nearer value, until half are passed. */
  private double medianDistance(double median) {
    int below = (size - 1) / 2;
    int above = below + 1;
    double last = 0;
    double beforeLast = 0;
    for (int passed = 0; passed <= size / 2; passed++) {
      double down = below >= 0 ? distance(median, sorted[below]) : Double.POSITIVE_INFINITY;
      double up = above < size ? distance(sorted[above], median) : Double.POSITIVE_INFINITY;
      beforeLast = last;
      if (down <= up) {
        last = down;
        below--;
      } else {
        last = up;
        above++;
      }
    }
    return size % 2 == 1 ? last : half(beforeLast, last);
  }

  private double meanDistance(double median) {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += Math.abs(sorted[i] / size - median / size);
    }
    return mean;
  }

  private static double distance(double high, double low) {
    return Score.finite(high - low);
  }

  private static double half(double low, double high) {
    return low / 2 + high / 2;
  }
}
