package dev.pulse.core.internal.route;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When digests are told.
 *
 * @param at the time of the day; where the clocks skip it, it comes when they have moved
 * @param zone whose clocks count
 */
record DigestTimes(LocalTime at, ZoneId zone) {
  private Instant on(LocalDate day) {
    return ZonedDateTime.of(day, at, zone).toInstant();
  }

  /** The day of the last time that has come. */
  LocalDate day(Instant now) {
    var today = now.atZone(zone).toLocalDate();
    return on(today).isAfter(now) ? today.minusDays(1) : today;
  }

  /**
   * When a digest is told next, in milliseconds since 1970: on the first day with something new.
   */
  long next(Digest digest) {
    return digest
        .oldest()
        .map(this::day)
        .map(day -> digest.last().filter(last -> last.isAfter(day)).orElse(day))
        .map(day -> on(day.plusDays(1)).toEpochMilli())
        .orElse(Timed.NEVER);
  }
}
