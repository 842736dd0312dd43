package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.isolated;
import static dev.pulse.samples.server.status.Markup.text;

import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the page: one text, without a script. Confine to one thread. */
final class PageWriter {
  private static final int MOST_NAMED = 5;
  private static final String SEPARATOR = ", ";

  private final StatusPage page;
  private final StatusReport report;
  private final StatusBoard.Reading reading;
  private final StringBuilder out = new StringBuilder(8_192);

  PageWriter(StatusPage page, StatusBoard.Reading reading) {
    this.page = page;
    this.reading = reading;
    this.report = reading.report();
  }

  /**
   * The form that asks for a token; it tells nothing about the page.
   *
   * @param complaint what was wrong with the last one; may be empty
   */
  static String form(String page, String complaint) {
    var hint = complaint.isEmpty() ? "" : " aria-invalid=\"true\" aria-describedby=\"why\"";
    return head("Status page", page, false)
        + "<main class=\"narrow\"><h1>Status page</h1>\n"
        + "<form class=\"card\" method=\"post\" action=\""
        + page
        + "\"><p>Only those who know its token can see this page.</p>\n"
        + (complaint.isEmpty() ? "" : "<p id=\"why\" class=\"problem\">" + complaint + "</p>\n")
        + "<label for=\"token\">Token</label>\n"
        + "<input id=\"token\" name=\"token\" type=\"password\" required"
        + " autocomplete=\"current-password\""
        + hint
        + ">\n<button>Show</button></form></main></body></html>\n";
  }

  String write() {
    out.append(head(report.sentence() + " · " + report.title(), report.name(), true));
    out.append("<header><h1>").append(isolated(report.title())).append("</h1>\n");
    if (report.description() != null) {
      out.append("<p class=\"soft\">").append(isolated(report.description())).append("</p>\n");
    }
    out.append("</header>\n<main>\n");
    overall();
    troubles("Open incidents", report.incidents());
    works();
    components();
    past();
    out.append("</main>\n");
    footer();
    return out.append("</body></html>\n").toString();
  }

  private static String head(String title, String name, boolean shown) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>"
        + text(title)
        + "</title>\n<link rel=\"icon\" href=\"assets/icon.svg\">\n"
        + "<link rel=\"stylesheet\" href=\"assets/status.css\">\n"
        + (shown
            ? "<link rel=\"alternate\" type=\"application/json\" href=\"" + name + ".json\">\n"
            : "")
        + "</head><body>\n";
  }

  private void overall() {
    var look = standing(report.status()).look();
    out.append("<section class=\"overall ").append(look).append("\">");
    out.append("<p><span class=\"mark\" aria-hidden=\"true\"></span><strong>")
        .append(report.sentence())
        .append("</strong></p><p class=\"soft\">As of ")
        .append(time(report.at()))
        .append("</p></section>\n");
  }

  private void works() {
    if (report.maintenance().isEmpty()) {
      return;
    }
    out.append("<section><h2>Announced work</h2><ul class=\"entries\">\n");
    for (StatusReport.Work work : report.maintenance()) {
      out.append("<li class=\"card maintenance\"><h3>")
          .append(isolated(work.name()))
          .append("</h3><p>")
          .append(work.active() ? "Going on: " : "Planned: ")
          .append(time(work.from()))
          .append(" to ")
          .append(time(work.to()))
          .append("</p><p class=\"soft\">")
          .append(named(work.components()))
          .append("</p></li>\n");
    }
    out.append("</ul></section>\n");
  }

  private static String named(List<String> names) {
    var parts = new ArrayList<String>();
    names.stream().limit(MOST_NAMED).map(Markup::isolated).forEach(parts::add);
    int more = names.size() - parts.size();
    return String.join(SEPARATOR, parts) + (more > 0 ? " and " + more + " more" : "");
  }

  private void troubles(String title, List<StatusReport.Trouble> troubles) {
    if (troubles.isEmpty()) {
      return;
    }
    out.append("<section><h2>").append(title).append("</h2><ul class=\"entries\">\n");
    troubles.forEach(this::trouble);
    out.append("</ul></section>\n");
  }

  private void trouble(StatusReport.Trouble trouble) {
    @Nullable Instant ended = trouble.endedAt();
    boolean serious = trouble.severity().equals("serious");
    out.append("<li class=\"card ")
        .append(ended != null ? "over" : serious ? "fail" : "warn")
        .append("\"><h3>")
        .append(isolated(trouble.title()))
        .append("</h3>");
    if (!trouble.title().endsWith(trouble.component())) {
      out.append("<p class=\"soft\">").append(isolated(trouble.component())).append("</p>");
    }
    out.append("<p>");
    if (ended == null) {
      out.append("Since ").append(time(trouble.startedAt()));
      @Nullable Instant worked = trouble.workedOnSince();
      out.append(worked == null ? "" : ". Somebody has worked on it since " + time(worked));
    } else {
      out.append(time(trouble.startedAt()))
          .append(" to ")
          .append(time(ended))
          .append(SEPARATOR)
          .append(Spoken.duration(Duration.between(trouble.startedAt(), ended)));
    }
    out.append("</p></li>\n");
  }

  private void components() {
    out.append("<section><h2>Now, and the last ").append(report.days()).append(" days</h2>\n");
    if (report.components().isEmpty()) {
      out.append("<p class=\"card soft\">No check belongs to this page yet.</p>\n");
    } else {
      out.append("<ul class=\"components card\">\n");
      for (int i = 0; i < report.components().size(); i++) {
        component(report.components().get(i), reading.histories().get(i));
      }
      out.append("</ul>\n");
      legend();
    }
    if (report.more() != null) {
      out.append("<p class=\"soft\">").append(report.more()).append(" more are not listed.</p>\n");
    }
    out.append("</section>\n");
  }

  private void component(StatusReport.Component component, PastDays.History history) {
    var standing = standing(component.status());
    var spent = history.last(report.days());
    out.append("<li><div class=\"row\"><h3>")
        .append(isolated(component.name()))
        .append("</h3><span class=\"state ")
        .append(standing.look())
        .append("\"><span class=\"mark\" aria-hidden=\"true\"></span>")
        .append(standing.text())
        .append("</span></div>\n")
        .append(Bars.svg(history, said(spent)))
        .append("<div class=\"row soft\"><span>")
        .append(text(said(spent)))
        .append("</span></div>\n");
    days(history);
    out.append("</li>\n");
  }

  /** The known time and what is not known: neither stands for the other. */
  private static String said(Uptime spent) {
    var said = new StringBuilder();
    said.append(
        spent.ratio().isEmpty()
            ? "Nothing is known"
            : Spoken.share(spent.ratio()) + " up of the time that is known");
    if (!spent.maintenance().isZero()) {
      said.append(SEPARATOR).append(Spoken.duration(spent.maintenance())).append(" announced work");
    }
    if (!spent.unknown().isZero() && spent.ratio().isPresent()) {
      said.append(SEPARATOR).append(Spoken.duration(spent.unknown())).append(" not known");
    }
    return said.toString();
  }

  /** What the bars show, in words, for those who see no bars. */
  private void days(PastDays.History history) {
    var lines = new ArrayList<String>();
    for (int i = history.dates().size() - 1; i >= 0; i--) {
      var spent = history.uptimes().get(i);
      if (!spent.down().isZero() || !spent.maintenance().isZero()) {
        lines.add("<li>" + history.dates().get(i) + ": " + Bars.day(spent) + "</li>");
      }
    }
    if (!lines.isEmpty()) {
      out.append("<details><summary>Days with trouble or work (")
          .append(lines.size())
          .append(")</summary><ul>")
          .append(String.join("\n", lines))
          .append("</ul></details>\n");
    }
  }

  private void legend() {
    out.append("<ul class=\"legend soft\" aria-label=\"What the bars mean\">");
    for (String kind : List.of("Up", "Down", "Maintenance", "Unknown")) {
      out.append("<li><span class=\"swatch ")
          .append(kind.toLowerCase(Locale.ROOT))
          .append("\" aria-hidden=\"true\"></span>")
          .append(kind)
          .append("</li>");
    }
    out.append("</ul>\n");
  }

  private void past() {
    if (report.past().isEmpty()) {
      out.append("<section><h2>Past incidents</h2><p class=\"card soft\">None within ")
          .append(report.days())
          .append(" days.</p></section>\n");
    } else {
      troubles("Past incidents", report.past());
    }
  }

  private void footer() {
    out.append("<footer class=\"soft\"><p>Times and days are those of ")
        .append(text(report.zone()))
        .append(". The same as <a href=\"")
        .append(report.name())
        .append(".json\">JSON</a>, and as badges: <a href=\"")
        .append(report.name())
        .append("/badge.svg\">status</a>, <a href=\"")
        .append(report.name())
        .append("/uptime.svg\">uptime</a>.</p></footer>\n");
  }

  private String time(Instant time) {
    return Spoken.time(time, page.zone());
  }

  private static Standing standing(String word) {
    return Standing.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
