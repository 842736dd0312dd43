package dev.pulse.samples.ethereum.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long until something happens, as tables say it. */
final class NextRun {
  private NextRun() {}

  /**
   * The distance in words, rounded down.
   *
   * @param next empty when nothing is planned
   */
  static String text(Optional<Instant> next, Instant now) {
    return next.map(at -> text(Duration.between(now, at))).orElse("N/A");
  }

  private static String text(Duration left) {
    if (left.isNegative() || left.isZero()) {
      return "Due now";
    }
    if (left.toMinutes() == 0) {
      return "< 1 minute";
    }
    if (left.toHours() == 0) {
      return left.toMinutes() + " min";
    }
    return left.toDays() == 0
        ? left.toHours() + "h " + left.toMinutesPart() + "m"
        : left.toDays() + "d " + left.toHoursPart() + "h";
  }
}
