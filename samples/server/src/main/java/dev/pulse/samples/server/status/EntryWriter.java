package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.isolated;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes incidents and announced work, those that are over day by day. Confine to one thread. */
final class EntryWriter {
  private static final int MOST_NAMED = 5;
  private static final String SEPARATOR = ", ";
  private static final String FOR_ALL_TO_SEE = "h3";
  private static final String BELOW_A_DAY = "h4";

  private final ZoneId zone;
  private final StringBuilder out;

  EntryWriter(ZoneId zone, StringBuilder out) {
    this.zone = zone;
    this.out = out;
  }

  /** Incidents that are open. */
  void troubles(List<StatusReport.Trouble> troubles) {
    if (troubles.isEmpty()) {
      return;
    }
    out.append("<section><h2>Open incidents</h2><ul class=\"entries\">\n");
    troubles.forEach(trouble -> trouble(List.of(trouble), FOR_ALL_TO_SEE));
    out.append("</ul></section>\n");
  }

  /** Work that goes on or begins soon. */
  void works(List<StatusReport.Work> works) {
    if (works.isEmpty()) {
      return;
    }
    out.append("<section><h2>Announced work</h2><ul class=\"entries\">\n");
    works.forEach(work -> work(work, FOR_ALL_TO_SEE));
    out.append("</ul></section>\n");
  }

  /** What is over, the newest day first. */
  void past(StatusReport report) {
    out.append("<section><h2>Past incidents and work</h2>\n");
    var days = new TreeMap<LocalDate, List<Entry>>(Comparator.reverseOrder());
    for (StatusReport.Trouble trouble : report.past()) {
      add(days, new Entry(trouble.startedAt(), trouble, null));
    }
    for (StatusReport.Work work : report.pastMaintenance()) {
      add(days, new Entry(work.from(), null, work));
    }
    if (days.isEmpty()) {
      out.append("<p class=\"card soft\">None within ")
          .append(report.days())
          .append(" days.</p>\n");
    }
    days.forEach(this::day);
    @Nullable Instant since = report.pastSince();
    if (since != null) {
      out.append("<p class=\"soft\">All incidents since ")
          .append(Spoken.time(since, zone))
          .append("; of earlier ones some are left out.</p>\n");
    }
    out.append("</section>\n");
  }

  /** One of both. */
  private record Entry(
      Instant at, StatusReport.@Nullable Trouble trouble, StatusReport.@Nullable Work work) {}

  private void add(Map<LocalDate, List<Entry>> days, Entry entry) {
    days.computeIfAbsent(entry.at().atZone(zone).toLocalDate(), any -> new ArrayList<>())
        .add(entry);
  }

  private void day(LocalDate date, List<Entry> entries) {
    out.append("<h3 class=\"day\">")
        .append(Spoken.weekday(date))
        .append("</h3><ul class=\"entries\">\n");
    var again = new LinkedHashMap<String, List<StatusReport.Trouble>>();
    entries.sort(Comparator.comparing(Entry::at).reversed());
    for (Entry entry : entries) {
      var work = entry.work();
      if (work != null) {
        work(work, BELOW_A_DAY);
      }
      var trouble = entry.trouble();
      if (trouble != null) {
        again
            .computeIfAbsent(trouble.component() + '\n' + trouble.title(), any -> new ArrayList<>())
            .add(trouble);
      }
    }
    again.values().forEach(troubles -> trouble(troubles, BELOW_A_DAY));
    out.append("</ul>\n");
  }

  /** What happened several times on a day is told once, with each time behind it. */
  private void trouble(List<StatusReport.Trouble> troubles, String heading) {
    var first = troubles.get(0);
    boolean serious = first.severity().equals("serious");
    out.append("<li id=\"")
        .append(first.id())
        .append("\" class=\"card ")
        .append(first.endedAt() != null ? "over" : serious ? "fail" : "warn")
        .append("\"><")
        .append(heading)
        .append('>')
        .append(isolated(first.title()))
        .append("</")
        .append(heading)
        .append('>');
    if (!first.title().endsWith(first.component())) {
      out.append("<p class=\"soft\">").append(isolated(first.component())).append("</p>");
    }
    if (troubles.size() == 1) {
      out.append("<p>").append(times(first)).append("</p>").append(cause(first));
    } else {
      several(troubles);
    }
    out.append("</li>\n");
  }

  private void several(List<StatusReport.Trouble> troubles) {
    var sum = Duration.ZERO;
    for (StatusReport.Trouble trouble : troubles) {
      @Nullable Instant ended = trouble.endedAt();
      sum = ended == null ? sum : sum.plus(Duration.between(trouble.startedAt(), ended));
    }
    out.append("<p>")
        .append(troubles.size())
        .append(" times, ")
        .append(Spoken.duration(sum))
        .append(" in all</p><details><summary>Each of them</summary><ul>");
    for (StatusReport.Trouble trouble : troubles) {
      out.append("<li>").append(times(trouble)).append(cause(trouble)).append("</li>\n");
    }
    out.append("</ul></details>");
  }

  private String times(StatusReport.Trouble trouble) {
    @Nullable Instant ended = trouble.endedAt();
    if (ended != null) {
      return stretch(trouble.startedAt(), ended)
          + SEPARATOR
          + Spoken.duration(Duration.between(trouble.startedAt(), ended));
    }
    @Nullable Instant worked = trouble.workedOnSince();
    return "Since "
        + time(trouble.startedAt())
        + (worked == null ? "" : ". Somebody has worked on it since " + time(worked));
  }

  private static String cause(StatusReport.Trouble trouble) {
    return trouble.cause() == null ? "" : "<p class=\"soft\">" + isolated(trouble.cause()) + "</p>";
  }

  private void work(StatusReport.Work work, String heading) {
    var said =
        switch (work.state()) {
          case "active" -> "Going on: ";
          case "planned" -> "Planned: ";
          default -> "Done: ";
        };
    out.append("<li id=\"")
        .append(work.id())
        .append("\" class=\"card ")
        .append(work.state().equals("over") ? "over" : "maintenance")
        .append("\"><")
        .append(heading)
        .append('>')
        .append(isolated(work.name()))
        .append("</")
        .append(heading)
        .append("><p>")
        .append(said)
        .append(stretch(work.from(), work.to()))
        .append(SEPARATOR)
        .append(Spoken.duration(Duration.between(work.from(), work.to())))
        .append("</p>");
    if (work.text() != null) {
      work.text().lines().forEach(line -> out.append("<p>").append(isolated(line)).append("</p>"));
    }
    out.append("<p class=\"soft\">").append(named(work.components())).append("</p></li>\n");
  }

  private static String named(List<String> names) {
    var parts = new ArrayList<String>();
    names.stream().limit(MOST_NAMED).map(Markup::isolated).forEach(parts::add);
    int more = names.size() - parts.size();
    return String.join(SEPARATOR, parts) + (more > 0 ? " and " + more + " more" : "");
  }

  private String stretch(Instant from, Instant to) {
    return time(from) + " to " + time(to);
  }

  private String time(Instant time) {
    return Spoken.time(time, zone);
  }
}
