package dev.pulse.core.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** How objectives and budgets are put into words. */
final class Texts {
  private Texts() {}

  /**
   * A share as a percentage. Rounded down, so that what is below the objective never reads like it,
   * and 99.999 % never like all.
   *
   * @param decimals how many at most
   */
  static String percent(double ratio, int decimals) {
    return plain(BigDecimal.valueOf(ratio).movePointRight(2).setScale(decimals, RoundingMode.FLOOR))
        + " %";
  }

  /** The objective itself, with as many decimals as it has. */
  static String percent(double ratio) {
    return plain(BigDecimal.valueOf(ratio).movePointRight(2)) + " %";
  }

  /** One decimal more than the objective has, and at least two: enough to see a difference. */
  static int decimals(double objective) {
    return Math.max(
        2, BigDecimal.valueOf(objective).movePointRight(2).stripTrailingZeros().scale() + 1);
  }

  /** A number with three digits. */
  static String number(double value) {
    return Double.isFinite(value)
        ? plain(new BigDecimal(value, new MathContext(3, RoundingMode.HALF_UP)))
        : String.valueOf(value);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The two largest units of a length of time, rounded down: {@code 43 min 12 s}. */
  static String duration(Duration duration) {
    long[] parts = {
      duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
    };
    String[] units = {"d", "h", "min", "s"};
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] > 0) {
        return parts[i]
            + " "
            + units[i]
            + (i + 1 < parts.length && parts[i + 1] > 0
                ? " " + parts[i + 1] + " " + units[i + 1]
                : "");
      }
    }
    return duration.toMillis() + " ms";
  }
}
