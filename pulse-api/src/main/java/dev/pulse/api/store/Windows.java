package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A stretch of time, cut into windows that follow each other without gaps: equal ones for a plot,
 * days or months of a time zone for a report. Each includes its start and excludes its end.
 * Immutable.
 *
 * <p>Windows of the calendar are as long as the calendar has them: on the days on which clocks are
 * changed a day has 23 or 25 hours, and where midnight is skipped it begins with the first moment
 * that there is. The first and the last are cut off where the stretch begins and ends.
 */
public final class Windows {
  /** How many windows there can be at most. */
  public static final int MOST = 5_000;

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  private final List<Instant> boundaries;

  private Windows(List<Instant> boundaries) {
    this.boundaries = List.copyOf(boundaries);
  }

  /**
   * Windows of the same length, to the nanosecond.
   *
   * @param count how many, 1 to 5,000
   * @throws IllegalArgumentException when the stretch is empty or the number not allowed
   */
  public static Windows equal(Instant from, Instant to, int count) {
    requireOrder(from, to);
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("windows must be 1 to " + MOST + ", but are " + count);
    }
    var boundaries = new ArrayList<Instant>(count + 1);
    for (int i = 0; i <= count; i++) {
      boundaries.add(boundary(from, to, i, count));
    }
    return new Windows(boundaries);
  }

  /**
   * The days of a time zone.
   *
   * @throws IllegalArgumentException when the stretch is empty or has more than 5,000 of them
   */
  public static Windows days(Instant from, Instant to, ZoneId zone) {
    return calendar(from, to, zone, date -> date.plusDays(1));
  }

  /**
   * The weeks of a time zone, from Monday on.
   *
   * @throws IllegalArgumentException when the stretch is empty or has more than 5,000 of them
   */
  public static Windows weeks(Instant from, Instant to, ZoneId zone) {
    return calendar(
        from, to, zone, date -> date.with(TemporalAdjusters.next(java.time.DayOfWeek.MONDAY)));
  }

  /**
   * The months of a time zone.
   *
   * @throws IllegalArgumentException when the stretch is empty or has more than 5,000 of them
   */
  public static Windows months(Instant from, Instant to, ZoneId zone) {
    return calendar(from, to, zone, date -> date.with(TemporalAdjusters.firstDayOfNextMonth()));
  }

  private static Windows calendar(
      Instant from, Instant to, ZoneId zone, UnaryOperator<LocalDate> next) {
    requireOrder(from, to);
    requireNonNull(zone, "zone");
    var boundaries = new ArrayList<Instant>();
    boundaries.add(from);
    var date = next.apply(from.atZone(zone).toLocalDate());
    var boundary = date.atStartOfDay(zone).toInstant();
    while (boundary.isBefore(to)) {
      if (boundaries.size() == MOST) {
        throw new IllegalArgumentException(
            "from " + from + " to " + to + " are more than " + MOST + " windows");
      }
      // A zone that leaves out a whole day, to change sides of the date line, has no window for it.
      if (boundary.isAfter(boundaries.get(boundaries.size() - 1))) {
        boundaries.add(boundary);
      }
      date = next.apply(date);
      boundary = date.atStartOfDay(zone).toInstant();
    }
    boundaries.add(to);
    return new Windows(boundaries);
  }

  private static void requireOrder(Instant from, Instant to) {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the stretch from " + from + " to " + to + " must end after it begins");
    }
  }

  /** Where window {@code index} of {@code count} begins; exact to the nanosecond, rounded down. */
  private static Instant boundary(Instant from, Instant to, int index, int count) {
    var length = Duration.between(from, to);
    // Not in longs: a stretch of all time has more nanoseconds than fit.
    var nanos =
        BigInteger.valueOf(length.getSeconds())
            .multiply(NANOS)
            .add(BigInteger.valueOf(length.getNano()))
            .multiply(BigInteger.valueOf(index))
            .divide(BigInteger.valueOf(count))
            .divideAndRemainder(NANOS);
    return from.plusSeconds(nanos[0].longValueExact()).plusNanos(nanos[1].longValueExact());
  }

  /** How many windows there are; at least 1. */
  public int count() {
    return boundaries.size() - 1;
  }

  /** Where the first one begins. */
  public Instant from() {
    return boundaries.get(0);
  }

  /** Where the last one ends. */
  public Instant to() {
    return boundaries.get(boundaries.size() - 1);
  }

  /**
   * Where each window begins, in order, and where the last one ends: one more than there are
   * windows. Unmodifiable.
   */
  public List<Instant> boundaries() {
    return boundaries;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Windows windows && boundaries.equals(windows.boundaries);
  }

  @Override
  public int hashCode() {
    return boundaries.hashCode();
  }

  @Override
  public String toString() {
    return count() + " windows from " + from() + " to " + to();
  }
}
