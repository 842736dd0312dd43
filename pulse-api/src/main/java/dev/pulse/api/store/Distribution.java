package dev.pulse.api.store;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a signal in a window are distributed. Exact, or from a summary of many values
 * with a known error. Immutable. Everything is empty when there are no values: the mean of nothing
 * is not 0.
 */
public final class Distribution {
  private final double[] values;
  // How many values there are up to and including each; null when each counts once.
  private final long @Nullable [] ranks;
  private final double min;
  private final double max;
  private final double mean;
  private final double relativeError;

  private Distribution(
      double[] values,
      long @Nullable [] ranks,
      double min,
      double max,
      double mean,
      double relativeError) {
    this.values = values;
    this.ranks = ranks;
    this.min = min;
    this.max = max;
    this.mean = mean;
    this.relativeError = relativeError;
  }

  /** The distribution of some values, exactly; keeps a sorted copy. */
  public static Distribution of(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    return new Distribution(
        sorted,
        null,
        count == 0 ? Double.NaN : sorted[0],
        count == 0 ? Double.NaN : sorted[count - 1],
        Arrays.stream(sorted).average().orElse(Double.NaN),
        0);
  }

  /**
   * A distribution that is known by a few values, each of which stands for some; for authors of
   * stores that summarise. The number of values, the smallest, the largest and the mean are exact.
   *
   * @param relativeError how far a quantile may lie from the true one, as a share of it; 0 to 1
   * @param mean the mean of all values
   * @param values in ascending order
   * @param counts how many each stands for, at least 1
   * @throws IllegalArgumentException when the parts do not fit each other
   */
  public static Distribution approximate(
      double relativeError, double min, double mean, double max, double[] values, long[] counts) {
    if (values.length != counts.length || values.length == 0) {
      throw new IllegalArgumentException(
          "values and counts must be as many, and some, but are "
              + values.length
              + " and "
              + counts.length);
    }
    if (!(relativeError >= 0 && relativeError <= 1)) {
      throw new IllegalArgumentException("error must be 0 to 1, but is " + relativeError);
    }
    var ranks = new long[counts.length];
    long rank = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 1 || (i > 0 && values[i] < values[i - 1])) {
        throw new IllegalArgumentException(
            "values must ascend and stand for one or more, but value " + i + " does not");
      }
      rank += counts[i];
      ranks[i] = rank;
    }
    return new Distribution(values.clone(), ranks, min, max, mean, relativeError);
  }

  /** How many values there are. */
  public long count() {
    return atOrBelow(values.length);
  }

  /** Whether there are no values. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** The smallest value; exact. */
  public OptionalDouble min() {
    return orEmpty(min);
  }

  /** The largest value; exact. */
  public OptionalDouble max() {
    return orEmpty(max);
  }

  /** The arithmetic mean; exact. */
  public OptionalDouble mean() {
    return orEmpty(mean);
  }

  private OptionalDouble orEmpty(double value) {
    return isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /**
   * How far a {@link #quantile} may lie from the true one, as a share of it: 0.01 for one per cent;
   * 0 when all values are known.
   */
  public double relativeError() {
    return relativeError;
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
    if (isEmpty()) {
      return OptionalDouble.empty();
    }
    double position = share * (count() - 1);
    long below = (long) position;
    double lower = valueAt(below);
    double upper = valueAt(Math.min(below + 1, count() - 1));
    double value = lower + (position - below) * (upper - lower);
    return OptionalDouble.of(Math.min(max, Math.max(min, value)));
  }

  /** The value of a rank, from 0. */
  private double valueAt(long rank) {
    if (rank == 0) {
      return min;
    }
    if (rank == count() - 1) {
      return max;
    }
    if (ranks == null) {
      return values[(int) rank];
    }
    int place = Arrays.binarySearch(ranks, rank + 1);
    return values[place >= 0 ? place : -place - 1];
  }

  /**
   * The share of the values that are not larger than a bound, 0 to 1: how many answers came in
   * time. When this is an approximation, values nearer to the bound than {@link #relativeError()}
   * may be counted on either side.
   */
  public OptionalDouble shareAtMost(double bound) {
    if (isEmpty()) {
      return OptionalDouble.empty();
    }
    if (bound >= max) {
      return OptionalDouble.of(1);
    }
    if (bound < min) {
      return OptionalDouble.of(0);
    }
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of((double) atOrBelow(low) / count());
  }

  /** How many values the first places stand for. */
  private long atOrBelow(int places) {
    return ranks == null || places == 0 ? places : ranks[places - 1];
  }

  @Override
  public String toString() {
    return count() + " values" + (relativeError > 0 ? " to " + relativeError : "");
  }
}
