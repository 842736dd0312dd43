package dev.pulse.samples.app.config;

import dev.pulse.api.config.Settings;
import dev.pulse.api.route.TimeInterval;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads times by name, as Alertmanager's {@code time_intervals} have them. */
final class TimesReader {
  private static final Pattern TIMES =
      Pattern.compile("\\s*(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})\\s*");
  private static final Pattern NUMBERS =
      Pattern.compile("\\s*(-?\\d{1,4})\\s*(?::\\s*(-?\\d{1,4})\\s*)?");
  private static final int MINUTES_OF_HOUR = 60;
  private static final int END_OF_DAY = 24 * MINUTES_OF_HOUR;
  private static final int MONTHS = 12;
  private static final Set<String> RESTRICTIONS =
      Set.of("times", "weekdays", "days-of-month", "months", "years");

  private record Numbers(int from, int to) {}

  private record Times(LocalTime from, LocalTime to) {}

  private TimesReader() {}

  /** The intervals by name; also those with problems, of which it only knows that they exist. */
  static Map<String, List<TimeInterval>> read(List<Settings> sections) {
    var all = new LinkedHashMap<String, List<TimeInterval>>();
    for (Settings section : sections) {
      var name = section.text("name").required();
      var intervals = intervals(section);
      if (section.has("name") && all.putIfAbsent(name, intervals) != null) {
        section.note("name", "is \"" + name + "\" a second time; names must be unique");
      }
    }
    return all;
  }

  private static List<TimeInterval> intervals(Settings section) {
    var zone = section.zone("zone").orElse(ZoneId.of("UTC"));
    var ranges = section.sections("ranges");
    if (ranges.isEmpty()) {
      section.note("ranges", "is required: a list such as [{weekdays: [\"monday:friday\"]}]");
      return List.of(TimeInterval.always());
    }
    var intervals = new ArrayList<TimeInterval>();
    for (Settings range : ranges) {
      intervals.add(interval(range).in(zone));
    }
    return intervals;
  }

  private static TimeInterval interval(Settings range) {
    if (range.keys().stream().noneMatch(RESTRICTIONS::contains)) {
      range.note(
          "", "must say times, weekdays, days-of-month, months or years; without any it is always");
    }
    var interval = TimeInterval.always();
    for (Times times : list(range, "times", TimesReader::times)) {
      interval = interval.times(times.from(), times.to());
    }
    for (Set<DayOfWeek> days : list(range, "weekdays", TimesReader::weekdays)) {
      for (DayOfWeek day : days) {
        interval = interval.weekdays(day);
      }
    }
    for (Numbers days : list(range, "days-of-month", TimesReader::days)) {
      interval = interval.daysOfMonth(days.from(), days.to());
    }
    for (Set<Month> months : list(range, "months", TimesReader::months)) {
      for (Month month : months) {
        interval = interval.months(month);
      }
    }
    for (Numbers years : list(range, "years", TimesReader::years)) {
      interval = interval.years(years.from(), years.to());
    }
    return interval;
  }

  private interface Reading<T> {
    T read(String text);
  }

  private static <T> List<T> list(Settings range, String key, Reading<T> reading) {
    return range
        .texts(key)
        .notEmpty()
        .map(texts -> texts.stream().map(reading::read).toList(), List.<T>of())
        .orElse(List.of());
  }

  private static Times times(String text) {
    var match = TIMES.matcher(text);
    if (match.matches()) {
      int from = minutes(match.group(1), match.group(2));
      int to = minutes(match.group(3), match.group(4));
      if (from < END_OF_DAY && to <= END_OF_DAY && from >= 0 && to >= 0) {
        if (from >= to) {
          throw new IllegalArgumentException(
              "must end after they begin, unlike \""
                  + text
                  + "\"; over midnight give two: \"22:00-24:00\" and \"00:00-06:00\"");
        }
        return new Times(time(from), to == END_OF_DAY ? LocalTime.MAX : time(to));
      }
    }
    throw new IllegalArgumentException(
        "must be times of the day like \"09:00-17:30\" or \"22:00-24:00\", but one is \""
            + text
            + "\"");
  }

  /** The minute of the day; negative when there is no such minute. */
  private static int minutes(String hours, String minutes) {
    int minute = Integer.parseInt(minutes);
    return minute < MINUTES_OF_HOUR ? Integer.parseInt(hours) * MINUTES_OF_HOUR + minute : -1;
  }

  private static LocalTime time(int minutes) {
    return LocalTime.of(minutes / MINUTES_OF_HOUR, minutes % MINUTES_OF_HOUR);
  }

  private static Set<DayOfWeek> weekdays(String text) {
    var ends = text.split(":", -1);
    var from = constant(DayOfWeek.class, ends[0]);
    var to = ends.length == 2 ? constant(DayOfWeek.class, ends[1]) : from;
    if (ends.length > 2 || from < 0 || to < from) {
      throw new IllegalArgumentException(
          "must be days like monday or \"monday:friday\", the first not after the last, but one is"
              + " \""
              + text
              + "\"");
    }
    return EnumSet.range(DayOfWeek.of(from + 1), DayOfWeek.of(to + 1));
  }

  private static Set<Month> months(String text) {
    var ends = text.split(":", -1);
    int from = month(ends[0]);
    int to = ends.length == 2 ? month(ends[1]) : from;
    if (ends.length > 2 || from < 0 || to < from) {
      throw new IllegalArgumentException(
          "must be months like march, 3 or \"june:august\", the first not after the last, but one is"
              + " \""
              + text
              + "\"");
    }
    return EnumSet.range(Month.of(from + 1), Month.of(to + 1));
  }

  /** Which month, from 0; negative when it is none. */
  private static int month(String text) {
    if (text.strip().matches("[0-9]{1,2}")) {
      int number = Integer.parseInt(text.strip());
      return number <= MONTHS ? number - 1 : -1;
    }
    return constant(Month.class, text);
  }

  /** Which constant, from 0; negative when it is none. */
  private static int constant(Class<? extends Enum<?>> type, String text) {
    var wanted = text.strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList().indexOf(wanted);
  }

  private static Numbers days(String text) {
    var numbers = numbers(text, "days like 1, \"1:7\" or \"-3:-1\"");
    // Asked here, so that what is wrong is told where it stands.
    var unused = TimeInterval.always().daysOfMonth(numbers.from(), numbers.to());
    return numbers;
  }

  private static Numbers years(String text) {
    var numbers = numbers(text, "years like 2027 or \"2026:2030\"");
    var unused = TimeInterval.always().years(numbers.from(), numbers.to());
    return numbers;
  }

  private static Numbers numbers(String text, String expected) {
    var match = NUMBERS.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("must be " + expected + ", but one is \"" + text + "\"");
    }
    int from = Integer.parseInt(match.group(1));
    return new Numbers(from, match.group(2) == null ? from : Integer.parseInt(match.group(2)));
  }
}
