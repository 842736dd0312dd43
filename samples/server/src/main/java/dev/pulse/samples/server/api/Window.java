package dev.pulse.samples.server.api;

import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** The part of history that a caller asks for: the last 24 hours unless said otherwise. */
record Window(Instant from, Instant to) {
  private static final Pattern AGO = Pattern.compile("-([0-9]{1,9})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LAST_YEAR = 9999;
  private static final String FORMS =
      "a time such as 2026-01-31T12:00:00Z, a distance from now such as -24h (units s, m, h, d), or"
          + " now";

  static Window of(Query query, Instant now) {
    var to = query.text("to").map(text -> time("to", text, now)).orElse(now);
    var from =
        query
            .text("from")
            .map(text -> time("from", text, now))
            .orElse(to.minus(Duration.ofDays(1)));
    if (!from.isBefore(to)) {
      throw HttpError.invalid("from", "before to, which is " + to, from.toString());
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw HttpError.invalid(
          "from",
          "at most " + LONGEST.toDays() + " days before to, which is " + to,
          from.toString());
    }
    return new Window(from, to);
  }

  private static Instant time(String name, String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(distance(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      // A plus sign that nobody encoded arrives as a blank.
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
