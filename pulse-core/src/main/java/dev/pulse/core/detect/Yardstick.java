package dev.pulse.core.detect;

import java.util.List;

/**
 * What makes a distance odd: so many deviations, a least distance, a side.
 *
 * @param threshold above how many deviations
 * @param deviationFloor the least deviation to reckon with
 * @param minDelta the least distance
 * @param direction the side
 */
record Yardstick(double threshold, double deviationFloor, double minDelta, Direction direction) {
  /** Below this part of what is expected, a deviation is one of arithmetic. */
  private static final double NOTHING = 1e-9;

  void check(List<String> problems) {
    Limits.requirePositive(problems, "threshold", threshold);
    Limits.requireNotNegative(problems, "deviation floor", deviationFloor);
    Limits.requireNotNegative(problems, "min delta", minDelta);
  }

  Measured measure(double value, double expected, double spread) {
    double deviation =
        Math.max(Math.max(spread, deviationFloor), Math.max(NOTHING * Math.abs(expected), 1e-300));
    // Halves, because the distance of two doubles may not fit into one.
    double half = value / 2 - expected / 2;
    double z = Score.finite(half / deviation * 2);
    double oddness = direction.oddness(z);
    boolean odd = oddness > threshold && direction.oddness(half) >= minDelta / 2;
    return new Measured(expected, deviation, z, Score.grade(oddness, threshold), odd);
  }

  /**
   * A value, measured.
   *
   * @param expected what was expected
   * @param deviation the deviation it was measured with
   * @param z the distance in deviations
   * @param score the score of the verdict
   * @param odd whether it is anomalous
   */
  record Measured(double expected, double deviation, double z, double score, boolean odd) {}
}
