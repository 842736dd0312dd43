package dev.pulse.samples.server.status;

import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a day of a check was spent.
 *
 * @param uptime of the time in which it was watched
 * @param unwatched the time before that: nobody can know anything of it
 */
record DaySpent(LocalDate date, Uptime uptime, Duration unwatched) {
  /**
   * A day as the journal has it, and when the check was first heard of.
   *
   * @param since the end of time, if it never was; the beginning, if it always was
   */
  static DaySpent of(LocalDate date, Instant begin, Uptime spent, Instant since) {
    if (!since.isAfter(begin)) {
      return new DaySpent(date, spent, Duration.ZERO);
    }
    var end = begin.plus(spent.total());
    var before = Duration.between(begin, since.isBefore(end) ? since : end);
    // A day can be in summaries already, of which only sums are known.
    var unwatched = before.compareTo(spent.unknown()) < 0 ? before : spent.unknown();
    var watched =
        Uptime.of(spent.up(), spent.down(), spent.unknown().minus(unwatched), spent.maintenance());
    return new DaySpent(date, watched, unwatched);
  }

  /** Whether there is something to be said beyond that it was up. */
  boolean isNotable() {
    return !uptime.down().isZero() || !uptime.maintenance().isZero() || !gap().isZero();
  }

  /** What is not known, but for moments such as a restart. */
  private Duration gap() {
    boolean moment = uptime.unknown().toMillis() < uptime.total().toMillis() / 100;
    return moment ? Duration.ZERO : uptime.unknown();
  }

  StatusReport.Day told() {
    return new StatusReport.Day(
        date.toString(),
        seconds(uptime.up()),
        seconds(uptime.down()),
        seconds(uptime.unknown()),
        seconds(uptime.maintenance()),
        seconds(unwatched));
  }

  private static @Nullable Double seconds(Duration part) {
    return part.isZero() ? null : part.toMillis() / 1_000.0;
  }
}
