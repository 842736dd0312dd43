package dev.pulse.api.route;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Times of the week, the month and the year, as Alertmanager's {@code time_intervals} have them:
 * what is restricted must all hold, and one of the ranges of each suffices. Without any restriction
 * it is always.
 *
 * <pre>{@code
 * TimeInterval nights =
 *     TimeInterval.always().times(LocalTime.of(22, 0), LocalTime.MAX).in(ZoneId.of("Europe/Berlin"));
 * }</pre>
 *
 * <p>Times go by the wall clock of its zone, UTC unless another is given: where clocks are put
 * forward the missing hour is in no interval, and where they are put back the hour is in it twice.
 * Immutable; each method returns a changed copy.
 */
public final class TimeInterval {
  private final List<Range<LocalTime>> times;
  private final Set<DayOfWeek> weekdays;
  private final List<Range<Integer>> daysOfMonth;
  private final Set<Month> months;
  private final List<Range<Year>> years;
  private final ZoneId zone;

  private record Range<T>(T from, T to) {}

  private TimeInterval(
      List<Range<LocalTime>> times,
      Set<DayOfWeek> weekdays,
      List<Range<Integer>> daysOfMonth,
      Set<Month> months,
      List<Range<Year>> years,
      ZoneId zone) {
    this.times = times;
    this.weekdays = weekdays;
    this.daysOfMonth = daysOfMonth;
    this.months = months;
    this.years = years;
    this.zone = zone;
  }

  /** All times. */
  public static TimeInterval always() {
    return new TimeInterval(List.of(), Set.of(), List.of(), Set.of(), List.of(), ZoneOffset.UTC);
  }

  /**
   * Restricted to a time of the day, or to one more.
   *
   * @param from included
   * @param to not included, after {@code from}; {@link LocalTime#MAX} for the end of the day
   * @throws IllegalArgumentException when it is not after: what goes over midnight are two ranges
   */
  public TimeInterval times(LocalTime from, LocalTime to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "a time range must end after it begins, but goes from "
              + from
              + " to "
              + to
              + "; over midnight give two");
    }
    return new TimeInterval(
        appended(times, new Range<>(from, to)), weekdays, daysOfMonth, months, years, zone);
  }

  /** Restricted to these days of the week, besides those given before. */
  public TimeInterval weekdays(DayOfWeek first, DayOfWeek... others) {
    var all = EnumSet.of(first, others);
    all.addAll(weekdays);
    return new TimeInterval(times, Set.copyOf(all), daysOfMonth, months, years, zone);
  }

  /**
   * Restricted to days of the month, or to some more.
   *
   * @param from 1 to 31, or −1 to −31 counted from the end of the month; included
   * @param to of the same kind; included. Days that a month does not have are left out
   * @throws IllegalArgumentException for other numbers, and where the range is empty in every month
   */
  public TimeInterval daysOfMonth(int from, int to) {
    boolean ordered = (from > 0) == (to > 0) ? from <= to : from > 0;
    if (!isDay(from) || !isDay(to) || !ordered) {
      throw new IllegalArgumentException(
          "days of the month must be 1 to 31 or -1 to -31, the first not after the last, but are "
              + from
              + " to "
              + to);
    }
    return new TimeInterval(
        times, weekdays, appended(daysOfMonth, new Range<>(from, to)), months, years, zone);
  }

  private static boolean isDay(int day) {
    return day != 0 && Math.abs(day) <= 31;
  }

  /** Restricted to these months, besides those given before. */
  public TimeInterval months(Month first, Month... others) {
    var all = EnumSet.of(first, others);
    all.addAll(months);
    return new TimeInterval(times, weekdays, daysOfMonth, Set.copyOf(all), years, zone);
  }

  /**
   * Restricted to years, or to some more; both ends included.
   *
   * @throws IllegalArgumentException when the last is before the first
   */
  public TimeInterval years(int from, int to) {
    if (from > to) {
      throw new IllegalArgumentException(
          "years must not end before they begin, but go from " + from + " to " + to);
    }
    return new TimeInterval(
        times,
        weekdays,
        daysOfMonth,
        months,
        appended(years, new Range<>(Year.of(from), Year.of(to))),
        zone);
  }

  /** By the clocks of another time zone. */
  public TimeInterval in(ZoneId zone) {
    return new TimeInterval(
        times, weekdays, daysOfMonth, months, years, requireNonNull(zone, "zone"));
  }

  /** Whether a moment lies in it. */
  public boolean contains(Instant moment) {
    var local = moment.atZone(zone);
    return (weekdays.isEmpty() || weekdays.contains(local.getDayOfWeek()))
        && (months.isEmpty() || months.contains(local.getMonth()))
        && isTime(local.toLocalTime())
        && isDayOfMonth(local)
        && isYear(local.getYear());
  }

  private boolean isTime(LocalTime time) {
    return times.isEmpty()
        || times.stream()
            .anyMatch(
                range ->
                    !time.isBefore(range.from())
                        && (time.isBefore(range.to()) || range.to().equals(LocalTime.MAX)));
  }

  private boolean isDayOfMonth(ZonedDateTime local) {
    int length = YearMonth.from(local).lengthOfMonth();
    IntPredicate inOne =
        day ->
            daysOfMonth.stream()
                .anyMatch(
                    range ->
                        day >= counted(range.from(), length) && day <= counted(range.to(), length));
    return daysOfMonth.isEmpty() || inOne.test(local.getDayOfMonth());
  }

  private static int counted(int day, int length) {
    return day > 0 ? day : length + 1 + day;
  }

  private boolean isYear(int year) {
    return years.isEmpty()
        || years.stream()
            .anyMatch(range -> year >= range.from().getValue() && year <= range.to().getValue());
  }

  private static <T> List<T> appended(List<T> list, T last) {
    var all = new ArrayList<>(list);
    all.add(last);
    return List.copyOf(all);
  }
}
