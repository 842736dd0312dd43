package dev.pulse.api.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Occasions that come again and again and last for a while, in a form that can be stored.
 *
 * @param cron when each begins: minute, hour, day of the month, month, day of the week
 * @param length how long each lasts; 1 minute to 31 days
 * @param zone whose clocks count
 */
public record Recurrence(String cron, Duration length, ZoneId zone) {
  /** A recurrence; its cron expression is read where it is put to work. */
  public Recurrence {
    requireNonNull(cron, "cron");
    requireNonNull(zone, "zone");
    if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(Duration.ofDays(31)) > 0) {
      throw new IllegalArgumentException(
          "an occasion lasts for 1 minute to 31 days, but length is " + length);
    }
  }
}
