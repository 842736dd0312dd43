package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One value of a series.
 *
 * @param at its time: when it was scraped, for the series of a {@link RangeVector}; otherwise when
 *     the server evaluated the expression, however old the value is
 * @param value any number, also {@code NaN} and the infinities
 */
public record Point(Instant at, double value) {
  /** A value; the time is needed. */
  public Point {
    requireNonNull(at, "at");
  }
}
