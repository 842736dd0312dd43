package dev.pulse.api.schedule;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A fixed distance between runs, by the monotonic clock. Made by {@link Schedules#every}. */
public final class Interval implements Schedule {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Duration period;
  private final Duration jitter;

  Interval(Duration period, Duration jitter) {
    requireNonNull(period, "period");
    requireNonNull(jitter, "jitter");
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "interval must be 10ms to 366d, but is " + Durations.format(period));
    }
    if (jitter.isNegative() || jitter.compareTo(period) >= 0) {
      throw new IllegalArgumentException(
          "jitter must be at least zero and below the interval of "
              + Durations.format(period)
              + ", but is "
              + Durations.format(jitter));
    }
    this.period = period;
    this.jitter = jitter;
  }

  /**
   * This interval with a random delay of each run, so that many watchers do not knock at once. The
   * grid itself does not move.
   *
   * @param most the longest delay; below the interval
   */
  public Interval withJitter(Duration most) {
    return new Interval(period, most);
  }

  /** The distance between two runs. */
  public Duration period() {
    return period;
  }

  /** The longest random delay of a run; zero for none. */
  public Duration jitter() {
    return jitter;
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(after.plus(period));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interval that
        && period.equals(that.period)
        && jitter.equals(that.jitter);
  }

  @Override
  public int hashCode() {
    return period.hashCode() * 31 + jitter.hashCode();
  }

  @Override
  public String toString() {
    return "every "
        + Durations.format(period)
        + (jitter.isZero() ? "" : " with jitter up to " + Durations.format(jitter));
  }
}
