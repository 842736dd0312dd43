package dev.pulse.samples.server.status;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Shares, durations and times as people read them. */
final class Spoken {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final double HUNDREDTHS = 10_000;

  private Spoken() {}

  /** Rounded down: what was down for a second was not up all the time. */
  static String share(OptionalDouble ratio) {
    if (ratio.isEmpty()) {
      return "not known";
    }
    double floored = Math.floor(ratio.getAsDouble() * HUNDREDTHS + 1e-7) / 100;
    if (ratio.getAsDouble() < 1 && floored >= 100) {
      floored = 99.99;
    }
    return (floored == 100
            ? "100"
            : floored == 0 && ratio.getAsDouble() == 0
                ? "0"
                : String.format(Locale.ROOT, "%.2f", floored))
        + " %";
  }

  /** In one or two units. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return "less than a second";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? two(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
        : two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  /** In milliseconds, or in seconds where there are many. */
  static String milliseconds(double millis) {
    if (millis < 1) {
      return "< 1 ms";
    }
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1_000);
  }

  private static String two(long large, String unit, long small, String smaller) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
  }

  /** A day of a page. */
  static String day(LocalDate date) {
    return DAY.format(date);
  }

  /** A day with the name that it has in the week. */
  static String weekday(LocalDate date) {
    return WEEKDAY.format(date);
  }

  /** A time where there is no place for an element. */
  static String plainTime(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  /** A time as an element that programs can read as well. */
  static String time(Instant time, ZoneId zone) {
    return "<time datetime=\"" + time + "\">" + TIME.format(time.atZone(zone)) + "</time>";
  }
}
