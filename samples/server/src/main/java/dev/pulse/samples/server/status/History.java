package dev.pulse.samples.server.status;

import dev.pulse.api.store.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the days of a check were spent.
 *
 * @param days the oldest first; the last one is today, as far as it is
 * @param since when it was first heard of, where that is within these days; null before them, and
 *     where it never was
 */
record History(List<DaySpent> days, @Nullable Instant since) {
  /** All days together. */
  Uptime uptime() {
    return days.stream().map(DaySpent::uptime).reduce(Uptime.NONE, Uptime::plus);
  }

  /** Whether anything was ever heard of it. */
  boolean isWatched() {
    return days.stream().anyMatch(day -> !day.uptime().total().isZero());
  }

  Optional<Instant> watchedSince() {
    return Optional.ofNullable(since);
  }

  List<StatusReport.Day> told() {
    return days.stream().map(DaySpent::told).toList();
  }
}
