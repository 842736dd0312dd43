package dev.pulse.api.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * When something is due. {@link Schedules} has the common ones; cron expressions are in pulse-core
 * ({@code Cron}), because they need a library. Implementations are immutable.
 *
 * <p>A schedule made by {@link Schedules#every} follows the monotonic clock and does not notice
 * when the wall clock is set; all others follow the wall clock.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The first time after the given one.
   *
   * @return empty when there is none: the schedule has ended
   */
  Optional<Instant> next(Instant after);
}
