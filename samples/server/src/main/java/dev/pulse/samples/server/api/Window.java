package dev.pulse.samples.server.api;

import dev.pulse.api.store.Windows;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of history that a caller asks for.
 *
 * @param from its first moment
 * @param to the first moment after it
 * @param zone whose days are meant
 */
record Window(Instant from, Instant to, ZoneId zone) {
  /** How much single answers go through. */
  static final Duration YEAR = Duration.ofDays(366);

  /** How much answers that are written piece by piece go through. */
  static final Duration DECADE = Duration.ofDays(3_660);

  private static final Pattern AGO = Pattern.compile("-([0-9]{1,9})([smhd])");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final int LAST_YEAR = 9999;
  private static final String FORMS =
      "a time such as 2026-01-31T12:00:00Z, the beginning of a day such as 2026-01-31, a distance"
          + " from now such as -24h (units s, m, h, d), or now";

  /** The last 24 hours unless said otherwise. */
  static Window of(Query query, Instant now, Duration longest) {
    var zone = zone(query);
    var to = query.text("to").map(text -> time("to", text, now, zone)).orElse(now);
    var from =
        query
            .text("from")
            .map(text -> time("from", text, now, zone))
            .orElse(to.minus(Duration.ofDays(1)));
    return checked(from, to, zone, longest);
  }

  /** The last whole month of the zone unless said otherwise. */
  static Window lastMonth(Query query, Instant now, Duration longest) {
    var zone = zone(query);
    var thisMonth = now.atZone(zone).toLocalDate().withDayOfMonth(1);
    var to =
        query
            .text("to")
            .map(text -> time("to", text, now, zone))
            .orElseGet(
                () ->
                    query.text("from").isPresent()
                        ? now
                        : thisMonth.atStartOfDay(zone).toInstant());
    var from =
        query
            .text("from")
            .map(text -> time("from", text, now, zone))
            .orElseGet(
                () -> to.atZone(zone).minusMonths(1).toLocalDate().atStartOfDay(zone).toInstant());
    return checked(from, to, zone, longest);
  }

  /** One end of a stretch that may be open. */
  static Optional<Instant> bound(Query query, String name, Instant now) {
    return query.text(name).map(text -> time(name, text, now, zone(query)));
  }

  private static Window checked(Instant from, Instant to, ZoneId zone, Duration longest) {
    if (!from.isBefore(to)) {
      throw HttpError.invalid("from", "before to, which is " + to, from.toString());
    }
    if (Duration.between(from, to).compareTo(longest) > 0) {
      throw HttpError.invalid(
          "from",
          "at most " + longest.toDays() + " days before to, which is " + to,
          from.toString());
    }
    return new Window(from, to, zone);
  }

  private static ZoneId zone(Query query) {
    var text = query.text("zone").orElse("UTC");
    try {
      // A plus sign that nobody encoded arrives as a blank.
      return ZoneId.of(text.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw HttpError.invalid("zone", "a time zone such as Europe/Berlin or UTC", text);
    }
  }

  /** What of this stretch has happened; all of it, if nothing has. */
  Window before(Instant now) {
    return from.isBefore(now) && now.isBefore(to) ? new Window(from, now, zone) : this;
  }

  /** This stretch in days, weeks or months of the zone. */
  Windows calendar(String text) {
    return switch (text) {
      case "day" -> Windows.days(from, to, zone);
      case "week" -> Windows.weeks(from, to, zone);
      case "month" -> Windows.months(from, to, zone);
      default -> throw HttpError.invalid("windows", "day, week or month", text);
    };
  }

  static Instant time(String name, String text, Instant now, ZoneId zone) {
    if (text.equals("now")) {
      return now;
    }
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(distance(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      if (DAY.matcher(text).matches()) {
        var day = LocalDate.parse(text);
        if (day.getYear() >= 1970) {
          return day.atStartOfDay(zone).toInstant();
        }
        throw HttpError.invalid(name, "in the years 1970 to " + LAST_YEAR, text);
      }
      var time = OffsetDateTime.parse(text.replace(' ', '+'));
      if (time.getYear() >= 1970 && time.getYear() <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeParseException e) {
      throw HttpError.invalid(name, FORMS, text);
    }
    throw HttpError.invalid(name, "in the years 1970 to " + LAST_YEAR, text);
  }

  private static Duration distance(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
