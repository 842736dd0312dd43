package dev.pulse.api.store;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The values of a signal in a window, sorted. Immutable. Everything is empty when there are none:
 * the mean of nothing is not 0.
 */
public final class Distribution {
  private final double[] sorted;

  private Distribution(double[] sorted) {
    this.sorted = sorted;
  }

  /** The distribution of some values; keeps a sorted copy. */
  public static Distribution of(double... values) {
    var copy = values.clone();
    Arrays.sort(copy);
    return new Distribution(copy);
  }

  /** How many values there are. */
  public int count() {
    return sorted.length;
  }

  /** The smallest value. */
  public OptionalDouble min() {
    return quantile(0);
  }

  /** The largest value. */
  public OptionalDouble max() {
    return quantile(1);
  }

  /** The arithmetic mean. */
  public OptionalDouble mean() {
    return Arrays.stream(sorted).average();
  }

  /**
   * The value below which a share of the values lies, by linear interpolation between the two
   * nearest (Hyndman and Fan's type 7, as in R, NumPy and spreadsheets).
   *
   * @param share 0 to 1; 0.95 for the 95th percentile
   * @throws IllegalArgumentException when the share is outside
   */
  public OptionalDouble quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be 0 to 1, but is " + share);
    }
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return OptionalDouble.of(sorted[below] + (position - below) * (sorted[above] - sorted[below]));
  }

  @Override
  public String toString() {
    return sorted.length + " values";
  }
}
