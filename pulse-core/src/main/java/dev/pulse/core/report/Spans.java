package dev.pulse.core.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Times and shares as people read them. */
final class Spans {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

  private Spans() {}

  /** 1 d 2 h 3 min 4 s; milliseconds below a minute only. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0 s";
    }
    var parts = new ArrayList<String>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "min");
    add(parts, duration.toSecondsPart(), "s");
    if (duration.toMinutes() == 0) {
      add(parts, duration.toMillisPart(), "ms");
    }
    return parts.isEmpty() ? "below 1 ms" : String.join(" ", parts);
  }

  private static void add(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + " " + unit);
    }
  }

  static String moment(Instant instant, ZoneId zone) {
    var local = instant.atZone(zone);
    return local.format(local.getSecond() == 0 ? SHORT : MOMENT);
  }

  /** The name of a window: its day when it is one, else its beginning. */
  static String window(Instant start, ZoneId zone) {
    ZonedDateTime local = start.atZone(zone);
    return local.equals(local.toLocalDate().atStartOfDay(zone))
        ? local.toLocalDate().toString()
        : moment(start, zone);
  }

  static String percent(Optional<BigDecimal> percent) {
    return percent.map(value -> value.toPlainString() + " %").orElse("no data");
  }

  /** A share as exactly as it was given: 0.999 is 99.9 %. */
  static String percent(double share) {
    var percent = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(100)).stripTrailingZeros();
    return percent.toPlainString() + " %";
  }
}
