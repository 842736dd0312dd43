package dev.pulse.api.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/** The common schedules. All are immutable. */
public final class Schedules {
  private Schedules() {}

  /**
   * At the start and then at a fixed distance, on a grid that does not drift: a run that takes long
   * does not move the ones after it. Several registrations that start together are spread over a
   * short while; see the engine's builder.
   *
   * @throws IllegalArgumentException unless 10 milliseconds to 366 days
   */
  public static Interval every(Duration period) {
    return new Interval(period, Duration.ZERO);
  }

  /**
   * Once a day. Where the clocks are put forward over the time, it is due at the moment they
   * change; where they are put back, only at the first of the two.
   */
  public static Schedule daily(LocalTime time, ZoneId zone) {
    requireNonNull(time, "time");
    requireNonNull(zone, "zone");
    return new Daily(time, zone);
  }
}
