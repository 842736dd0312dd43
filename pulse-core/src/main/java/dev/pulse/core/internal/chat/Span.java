package dev.pulse.core.internal.chat;

import java.time.Duration;

/** A length of time as people say it: its two largest parts. */
final class Span {
  private Span() {}

  static String of(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return parts(seconds / 60, " min", seconds % 60, " s");
    }
    long minutes = seconds / 60;
    if (minutes < 24 * 60) {
      return parts(minutes / 60, " h", minutes % 60, " min");
    }
    return parts(minutes / 60 / 24, " d", minutes / 60 % 24, " h");
  }

  private static String parts(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }
}
