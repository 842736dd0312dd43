package dev.pulse.core.detect;

/**
 * How far a value lies from a baseline. All parts are finite for finite values of any size: halves
 * are subtracted where whole numbers could exceed the range of a double, and squares are formed of
 * numbers that were brought near 1 where they would leave it. Both steps are by powers of two,
 * which cost no digit.
 *
 * @param value the value
 * @param mean the mean of the baseline
 * @param deviation the larger of the population standard deviation and the floor
 * @param z the distance in deviations
 * @param count the size of the baseline
 */
record Score(double value, double mean, double deviation, double z, int count) {
  /** Beyond two to the power of this, up or down, a square may leave the range of a double. */
  private static final int SAFE_EXPONENT = 450;

  static Score of(double value, double[] baseline, double floor) {
    double mean = mean(baseline);
    double deviation = Math.max(deviation(baseline, mean), floor);
    double z = finite((value / 2 - mean / 2) / deviation * 2);
    return new Score(value, mean, deviation, z, baseline.length);
  }

  /** Whether the value lies at least so far above the mean. */
  boolean isAtLeast(double delta) {
    return value / 2 - mean / 2 >= delta / 2;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    if (Double.isFinite(sum)) {
      return sum / values.length;
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    return finite(mean);
  }

  private static double deviation(double[] values, double mean) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value / 2 - mean / 2));
    }
    int exponent = Math.getExponent(largest);
    int scale = Math.abs(exponent) < SAFE_EXPONENT ? 0 : exponent;
    double squares = 0;
    for (double value : values) {
      double half = Math.scalb(value / 2 - mean / 2, -scale);
      squares += half * half;
    }
    return finite(Math.scalb(Math.sqrt(squares / values.length), scale + 1));
  }

  /**
   * @throws IllegalArgumentException when the value is not finite
   */
  static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a value must be finite, but is " + value);
    }
  }

  /**
   * A distance on the scale of a verdict: 0 at none, 0.5 at the threshold, towards 1 without end.
   */
  static double grade(double distance, double threshold) {
    return distance <= 0 ? 0 : 1 / (1 + threshold / distance);
  }

  static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }
}
