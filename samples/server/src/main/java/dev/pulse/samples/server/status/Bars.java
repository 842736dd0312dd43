package dev.pulse.samples.server.status;

import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws days as bars: what was up stands below, what was down hangs from above, and both are wider
 * than what was announced work or is not known. A day of which nothing is known has only the thin
 * line of that, and one on which nobody watched yet is left empty. One path for each kind, so that
 * a year is a few kilobytes.
 */
final class Bars {
  private static final int STEP = 10;
  private static final int HEIGHT = 100;

  /** What a part has at least, to be seen at all. */
  private static final int LEAST = 10;

  private static final String UNWATCHED = "not watched yet";

  private Bars() {}

  /** A kind of time, from below; how far its bar is from the left of its day, and how wide. */
  private enum Kind {
    UP(1, 8),
    MAINTENANCE(2, 6),
    UNKNOWN(4, 2),
    DOWN(1, 8);

    private final int left;
    private final int width;

    Kind(int left, int width) {
      this.left = left;
      this.width = width;
    }

    Duration of(Uptime spent) {
      return switch (this) {
        case UP -> spent.up();
        case MAINTENANCE -> spent.maintenance();
        case UNKNOWN -> spent.unknown();
        case DOWN -> spent.down();
      };
    }
  }

  /**
   * The bars of all days.
   *
   * @param said what they say together, for those who do not see them
   * @param everyDay whether a pointer is told of each day, or only of those with something to say
   */
  static String svg(History history, String said, boolean everyDay) {
    var days = history.days();
    var paths = new EnumMap<Kind, StringBuilder>(Kind.class);
    for (int i = 0; i < days.size(); i++) {
      int top = HEIGHT;
      for (Map.Entry<Kind, Integer> part : heights(days.get(i)).entrySet()) {
        var kind = part.getKey();
        top -= part.getValue();
        paths
            .computeIfAbsent(kind, any -> new StringBuilder())
            .append(
                String.format(
                    Locale.ROOT,
                    "M%d %dh%dv%dh-%dz",
                    i * STEP + kind.left,
                    top,
                    kind.width,
                    part.getValue(),
                    kind.width));
      }
    }
    var svg = new StringBuilder();
    svg.append("<svg class=\"bars\" role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 ")
        .append(days.size() * STEP)
        .append(' ')
        .append(HEIGHT)
        .append("\" aria-label=\"")
        .append(Markup.text(days.size() + " days: " + said))
        .append("\">");
    paths.forEach(
        (kind, path) ->
            svg.append("<path class=\"")
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append("\" d=\"")
                .append(path)
                .append("\"/>"));
    notes(days, everyDay, svg);
    return svg.append("</svg>\n").toString();
  }

  /** What a pointer is told. Days before the first one that was watched are one. */
  private static void notes(List<DaySpent> days, boolean everyDay, StringBuilder svg) {
    int before = 0;
    while (before < days.size() && isUnwatched(days.get(before))) {
      before++;
    }
    if (before > 0) {
      note(0, before, "until " + Spoken.day(days.get(before - 1).date()), UNWATCHED, svg);
    }
    for (int i = before; i < days.size(); i++) {
      var day = days.get(i);
      if (everyDay || day.isNotable()) {
        note(i, 1, Spoken.day(day.date()), day(day), svg);
      }
    }
  }

  private static void note(int from, int count, String when, String said, StringBuilder svg) {
    svg.append("<rect class=\"note\" x=\"")
        .append(from * STEP)
        .append("\" width=\"")
        .append(count * STEP)
        .append("\" height=\"100\"><title>")
        .append(when)
        .append(": ")
        .append(said)
        .append("</title></rect>");
  }

  private static boolean isUnwatched(DaySpent day) {
    return day.uptime().total().isZero() && !day.unwatched().isZero();
  }

  /** How a day was spent, in words. */
  static String day(DaySpent day) {
    var parts = new ArrayList<String>();
    for (Kind kind : List.of(Kind.DOWN, Kind.MAINTENANCE, Kind.UNKNOWN, Kind.UP)) {
      var time = kind.of(day.uptime());
      if (!time.isZero()) {
        parts.add(kind.name().toLowerCase(Locale.ROOT) + " " + Spoken.duration(time));
      }
    }
    if (!day.unwatched().isZero()) {
      parts.add(UNWATCHED + " " + Spoken.duration(day.unwatched()));
    }
    return parts.isEmpty() ? "it has just begun" : String.join(", ", parts);
  }

  /**
   * The share of each kind, none so small that it is not seen; the largest gives what they need.
   * Only a moment that is not known, such as a restart, is left to the words.
   */
  private static Map<Kind, Integer> heights(DaySpent day) {
    var heights = new EnumMap<Kind, Integer>(Kind.class);
    var spent = day.uptime();
    double total = spent.total().toMillis();
    if (total == 0) {
      return heights;
    }
    int sum = 0;
    var largest = Kind.UNKNOWN;
    for (Kind kind : Kind.values()) {
      var time = kind.of(spent);
      boolean moment = kind == Kind.UNKNOWN && time.toMillis() < total / HEIGHT;
      if (!time.isZero() && !moment) {
        int height = Math.max(LEAST, (int) Math.round(HEIGHT * time.toMillis() / total));
        heights.put(kind, height);
        sum += height;
        largest = time.compareTo(largest.of(spent)) > 0 ? kind : largest;
      }
    }
    int tooMuch = sum - HEIGHT;
    heights.computeIfPresent(largest, (kind, height) -> height - tooMuch);
    return heights;
  }
}
