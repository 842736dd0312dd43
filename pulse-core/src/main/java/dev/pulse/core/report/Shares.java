package dev.pulse.core.report;

import dev.pulse.api.store.Uptime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Exact arithmetic with times; a thousand checks have more nanoseconds in a year than fit. */
final class Shares {
  private static final int RATIO_DIGITS = 9;
  private static final int PERCENT_DIGITS = 3;

  private Shares() {}

  static BigDecimal seconds(Duration duration) {
    return plain(
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)));
  }

  /** With no more digits than it has, and without an exponent. */
  private static BigDecimal plain(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Up of what is known, rounded down, so that only what was never down is 1. */
  static Optional<BigDecimal> ratio(Uptime uptime) {
    return share(uptime, RATIO_DIGITS, BigDecimal.ONE).map(Shares::plain);
  }

  /** The same in per cent, rounded down to three digits. */
  static Optional<BigDecimal> percent(Uptime uptime) {
    return share(uptime, PERCENT_DIGITS, BigDecimal.valueOf(100));
  }

  private static Optional<BigDecimal> share(Uptime uptime, int digits, BigDecimal whole) {
    var known = seconds(uptime.up().plus(uptime.down()));
    return known.signum() == 0
        ? Optional.empty()
        : Optional.of(
            seconds(uptime.up()).multiply(whole).divide(known, digits, RoundingMode.DOWN));
  }

  /** Whether an objective holds, whatever the unknown time was. */
  static SlaEntry.Standing standing(Uptime uptime, double objective) {
    var up = seconds(uptime.up());
    var unknown = seconds(uptime.unknown());
    var all = up.add(seconds(uptime.down())).add(unknown);
    var needed = all.multiply(BigDecimal.valueOf(objective));
    if (all.signum() > 0 && up.compareTo(needed) >= 0) {
      return SlaEntry.Standing.MET;
    }
    return up.add(unknown).compareTo(needed) < 0
        ? SlaEntry.Standing.MISSED
        : SlaEntry.Standing.UNDECIDED;
  }
}
