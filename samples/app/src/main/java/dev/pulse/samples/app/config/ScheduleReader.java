package dev.pulse.samples.app.config;

import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Settings;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.schedule.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads when a check runs: {@code every} with {@code jitter}, or {@code cron} or {@code daily} with
 * {@code zone}.
 */
final class ScheduleReader {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Duration every;
  private final Duration jitter;
  private final ZoneId zone;

  /** A reader that falls back on what a section with defaults says. */
  ScheduleReader(Settings defaults) {
    this.every = every(defaults, Duration.ofSeconds(30));
    this.jitter = jitter(defaults).orElse(Duration.ZERO);
    this.zone = defaults.zone("zone").orElse(ZoneId.of("UTC"));
  }

  /** The time zone of checks that name none. */
  ZoneId zone() {
    return zone;
  }

  Schedule read(Settings check) {
    var period = every(check, every);
    var delay = jitter(check);
    var ownZone = check.zone("zone").describedAs("whose times cron and daily are").optional();
    var place = ownZone.orElse(zone);
    var never = Schedules.every(LONGEST);
    var cron =
        check
            .text("cron")
            .describedAs("when it runs, in the five fields of cron, instead of every")
            .<Schedule>map(expression -> Cron.of(expression, place), never)
            .optional();
    var daily =
        check
            .text("daily")
            .describedAs("a time of day such as 07:00, instead of every")
            .<Schedule>map(time -> Schedules.daily(time(time), place), never)
            .optional();
    complainOfContradictions(check);
    return cron.or(() -> daily).orElseGet(() -> interval(check, period, delay));
  }

  private static void complainOfContradictions(Settings check) {
    var given = Stream.of("every", "cron", "daily").filter(check::has).toList();
    if (given.size() > 1) {
      check.note(given.get(1), "contradicts " + given.get(0) + "; keep one of them");
    }
    boolean byTheWallClock = check.has("cron") || check.has("daily");
    if (check.has("zone") && !byTheWallClock) {
      check.note("zone", "belongs to cron or daily; an interval has no time zone");
    }
    if (check.has("jitter") && byTheWallClock) {
      check.note("jitter", "belongs to every; cron and daily have none");
    }
  }

  /** A jitter of the defaults is for the checks that it fits; one of the check itself must fit. */
  private Interval interval(Settings check, Duration period, Optional<Duration> own) {
    var interval = Schedules.every(period);
    var delay = own.orElse(jitter);
    if (delay.compareTo(period) < 0) {
      return interval.withJitter(delay);
    }
    if (own.isPresent()) {
      check.note("jitter", "must be below the interval of " + Durations.format(period));
    }
    return interval;
  }

  private static Duration every(Settings section, Duration usual) {
    return section
        .duration("every")
        .describedAs("how often it runs")
        .between(SHORTEST, LONGEST)
        .orElse(usual);
  }

  private static Optional<Duration> jitter(Settings section) {
    return section
        .duration("jitter")
        .describedAs("by how much each run may be late, at random")
        .between(Duration.ZERO, LONGEST)
        .optional();
  }

  static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.strip(), TIME);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a time of day like 07:00", e);
    }
  }
}
