package dev.pulse.samples.server.api;

import com.squareup.moshi.Json;
import dev.pulse.api.config.Durations;
import dev.pulse.api.route.Matcher;
import dev.pulse.core.alerting.AlertFilter;
import dev.pulse.samples.server.web.HttpError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What callers write, as {@code openapi.json} describes it, and how it is judged. The records are
 * public because the JSON library reads them.
 */
final class Wishes {
  private static final int LONGEST_COMMENT = 1_000;
  private static final int LONGEST_PROSE = 2_000;
  private static final int LONGEST_DETAIL = 500;
  private static final int MOST_MATCHERS = 20;
  private static final int LONGEST_FILTER = 4_000;
  private static final int MOST_LABELS = 100;

  private Wishes() {}

  /** What somebody says about an incident. */
  public record Comment(@Nullable String comment) {}

  /** A silence that somebody wants. */
  public record Silence(
      @Nullable List<String> matchers,
      @Json(name = "starts_at") @Nullable Instant startsAt,
      @Json(name = "ends_at") @Nullable Instant endsAt,
      @Nullable String duration,
      @Nullable Recurrence recurrence,
      @Nullable String comment) {}

  /** Work that somebody announces. */
  public record Announcement(
      @Nullable String name,
      @Nullable String text,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String duration,
      @Nullable Recurrence recurrence,
      @Nullable List<String> checks,
      @Nullable List<String> tags) {}

  /** Occasions that come again and again. */
  public record Recurrence(@Nullable String cron, @Nullable String length, @Nullable String zone) {}

  /** The labels of an alert that there might be. */
  public record Labels(@Nullable Map<String, String> labels) {}

  /** Checks, and how many of the newest runs of each. */
  public record Runs(@Nullable List<String> checks, int runs) {}

  /** A stretch of time; its end is in the future. */
  record Stretch(Instant from, Instant to) {}

  /** What was said, without blanks around it; empty when nothing was. */
  static String comment(@Nullable String comment) {
    var text = comment == null ? "" : comment.strip();
    if (text.length() > LONGEST_COMMENT || text.codePoints().anyMatch(Character::isISOControl)) {
      throw invalid(
          "comment must be up to " + LONGEST_COMMENT + " characters, all of them on one line");
    }
    return text;
  }

  /** What the public reads, in lines, without blanks around it; empty when nothing was said. */
  static String prose(@Nullable String said) {
    var text = said == null ? "" : said.strip().replace("\r\n", "\n");
    if (text.length() > LONGEST_PROSE
        || text.codePoints().anyMatch(point -> point != '\n' && Character.isISOControl(point))) {
      throw invalid(
          "text must be up to "
              + LONGEST_PROSE
              + " characters, and none that control something but the ends of lines");
    }
    return text;
  }

  /** From a start, or now, to an end, or for a while. */
  static Stretch stretch(
      @Nullable Instant from,
      @Nullable Instant to,
      String nameOfEnd,
      @Nullable String duration,
      Instant now) {
    if ((to == null) == (duration == null)) {
      throw invalid("one of " + nameOfEnd + " and duration is needed, and not both");
    }
    var start = from == null ? now : from;
    var end = to == null ? start.plus(duration("duration", duration)) : to;
    if (!end.isAfter(start) || !end.isAfter(now)) {
      throw invalid("it must end after it begins, and in the future, but ends at " + end);
    }
    return new Stretch(start, end);
  }

  static Optional<dev.pulse.api.schedule.Recurrence> recurrence(@Nullable Recurrence wished) {
    if (wished == null) {
      return Optional.empty();
    }
    if (wished.cron() == null) {
      throw invalid("a recurrence needs cron and length");
    }
    var cron = wished.cron();
    var length = duration("length", wished.length());
    var zone = wished.zone() == null ? "UTC" : wished.zone();
    return Optional.of(
        judged(
            () -> {
              try {
                return new dev.pulse.api.schedule.Recurrence(cron, length, ZoneId.of(zone));
              } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                    "zone must be a time zone such as Europe/Berlin, but is \"" + zone + "\"", e);
              }
            }));
  }

  private static Duration duration(String name, @Nullable String text) {
    try {
      return Durations.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw invalid(
          name
              + " must be a duration like 30m, 2h or 7d, but is \""
              + HttpError.shown(text == null ? "" : text)
              + "\"");
    }
  }

  static List<Matcher> matchers(@Nullable List<String> texts) {
    if (texts == null
        || texts.isEmpty()
        || texts.size() > MOST_MATCHERS
        || texts.stream().anyMatch(Objects::isNull)) {
      throw invalid("matchers must be a list of 1 to " + MOST_MATCHERS + " matchers");
    }
    return judged(
        () -> {
          var matchers = texts.stream().map(Matcher::parse).toList();
          if (AlertFilter.of(matchers).matches(dev.pulse.api.model.Labels.empty())) {
            throw new IllegalArgumentException(
                "matchers must have one that asks for a value; these match whatever lacks the"
                    + " labels");
          }
          return matchers;
        });
  }

  static dev.pulse.api.model.Labels labels(Labels wished) {
    var labels = wished.labels();
    if (labels == null
        || labels.size() > MOST_LABELS
        || labels.values().stream().anyMatch(Objects::isNull)) {
      throw invalid("labels must be an object of up to " + MOST_LABELS + " texts");
    }
    return judged(() -> dev.pulse.api.model.Labels.from(labels));
  }

  /** Matchers in one text, with commas between them, in braces or not. */
  static List<Matcher> filter(String text) {
    if (text.length() > LONGEST_FILTER) {
      throw HttpError.invalid("filter", "up to " + LONGEST_FILTER + " characters", text);
    }
    try {
      var matchers = new ArrayList<Matcher>();
      for (String part : parts(bare(text.strip()))) {
        matchers.add(Matcher.parse(part));
      }
      if (matchers.size() <= MOST_MATCHERS) {
        return matchers;
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(text);
    }
    throw unreadable(text);
  }

  static HttpError unreadable(String filter) {
    return HttpError.invalid(
        "filter",
        "1 to " + MOST_MATCHERS + " matchers such as severity=\"critical\",check=~\"db-.*\"",
        filter);
  }

  private static String bare(String text) {
    return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
  }

  /** Cuts at the commas outside of quotes. */
  private static List<String> parts(String text) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** What Pulse makes of a wish; what it refuses is the caller's fault. */
  static <T> T judged(Supplier<T> wish) {
    try {
      return wish.get();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  static HttpError invalid(String detail) {
    return HttpError.of(400, "Invalid request body").withDetail(oneLine(detail));
  }

  /** A text of somebody else's, short and on one line. */
  static String oneLine(String text) {
    var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "�");
    return line.codePointCount(0, line.length()) <= LONGEST_DETAIL
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_DETAIL)) + "…";
  }
}
