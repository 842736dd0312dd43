package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.isolated;
import static dev.pulse.samples.server.status.Markup.text;

import java.util.ArrayList;
import java.util.List;

/** Writes the page: one text, which is whole without its script. Confine to one thread. */
final class PageWriter {
  private static final String SEPARATOR = ", ";

  /** With more checks the bars speak of days with something to say, so that phones can read it. */
  private static final int FEW = 40;

  private final StatusPage page;
  private final StatusReport report;
  private final StatusBoard.Reading reading;
  private final EntryWriter entries;
  private final StringBuilder out = new StringBuilder(8_192);

  PageWriter(StatusPage page, StatusBoard.Reading reading) {
    this.page = page;
    this.reading = reading;
    this.report = reading.report();
    this.entries = new EntryWriter(page.zone(), out);
  }

  String write() {
    out.append(PageFrame.head(report.sentence() + " · " + report.title(), links()));
    out.append("<header><h1>").append(isolated(report.title())).append("</h1>\n");
    if (report.description() != null) {
      out.append("<p class=\"soft\">").append(isolated(report.description())).append("</p>\n");
    }
    out.append("</header>\n<main>\n");
    overall();
    entries.troubles(report.incidents());
    entries.works(report.maintenance());
    components();
    entries.past(report);
    out.append("</main>\n");
    footer();
    return out.append(PageFrame.END).toString();
  }

  private String links() {
    var name = report.name();
    return "<script type=\"module\" src=\"assets/status.js\"></script>\n"
        + link(name + ".json", "application/json", "All of this page")
        + link(name + ".atom", FeedWriter.TYPE, "Incidents and announced work");
  }

  private static String link(String address, String type, String title) {
    return "<link rel=\"alternate\" type=\""
        + type
        + "\" title=\""
        + title
        + "\" href=\""
        + address
        + "\">\n";
  }

  private void overall() {
    var look = Standing.of(report.status()).look();
    out.append("<section class=\"overall ").append(look).append("\">");
    out.append("<p><span class=\"mark\" aria-hidden=\"true\"></span><strong>")
        .append(report.sentence())
        .append("</strong></p><p class=\"soft\">As of ")
        .append(Spoken.time(report.at(), page.zone()))
        .append("</p></section>\n");
  }

  private void components() {
    out.append("<section><h2>Now, and the last ").append(report.days()).append(" days</h2>\n");
    if (report.components().isEmpty()) {
      out.append("<p class=\"card soft\">No check belongs to this page yet.</p>\n");
    } else {
      out.append("<ul class=\"components card\">\n");
      for (int i = 0; i < report.components().size(); i++) {
        component(report.components().get(i), reading.listed().get(i));
      }
      out.append("</ul>\n");
      legend();
    }
    if (report.more() != null) {
      out.append("<p class=\"soft\">")
          .append(report.more())
          .append(" more are not listed; what does not work comes first.</p>\n");
    }
    out.append("</section>\n");
  }

  private void component(StatusReport.Component component, History history) {
    var standing = Standing.of(component.status());
    boolean everyDay = report.components().size() <= FEW;
    out.append("<li id=\"")
        .append(component.id())
        .append("\"><div class=\"row\"><h3>")
        .append(isolated(component.name()))
        .append("</h3><span class=\"state ")
        .append(standing.look())
        .append("\"><span class=\"mark\" aria-hidden=\"true\"></span>")
        .append(standing.text())
        .append("</span></div>\n")
        .append(Bars.svg(history, said(history), everyDay))
        .append("<p class=\"soft\">")
        .append(text(said(history)))
        .append("</p>\n");
    days(history);
    out.append("</li>\n");
  }

  /** The known time and what is not known: neither stands for the other. */
  private String said(History history) {
    if (!history.isWatched()) {
      return "Not watched yet";
    }
    var spent = history.uptime();
    var said = new ArrayList<String>();
    var share = Spoken.share(spent.ratio()) + " up";
    said.add(
        spent.ratio().isEmpty()
            ? "Nothing is known"
            : spent.unknown().isZero() ? share : share + " of the time that is known");
    if (!spent.maintenance().isZero()) {
      said.add(Spoken.duration(spent.maintenance()) + " announced work");
    }
    if (!spent.unknown().isZero() && spent.ratio().isPresent()) {
      said.add(Spoken.duration(spent.unknown()) + " not known");
    }
    history
        .watchedSince()
        .ifPresent(since -> said.add("watched since " + Spoken.plainTime(since, page.zone())));
    return String.join(SEPARATOR, said);
  }

  /** What the bars show, in words, for those who see no bars and have no pointer. */
  private void days(History history) {
    var lines = new ArrayList<String>();
    for (int i = history.days().size() - 1; i >= 0; i--) {
      var day = history.days().get(i);
      if (day.isNotable()) {
        lines.add("<li>" + Spoken.day(day.date()) + ": " + Bars.day(day) + "</li>");
      }
    }
    if (!lines.isEmpty()) {
      out.append("<details><summary>Days with trouble, work or gaps (")
          .append(lines.size())
          .append(")</summary><ul>")
          .append(String.join("\n", lines))
          .append("</ul></details>\n");
    }
  }

  private void legend() {
    out.append("<ul class=\"legend soft\" aria-label=\"What the bars mean\">");
    var kinds = List.of("up", "down", "maintenance", "unknown", "unwatched");
    var texts = List.of("Up", "Down", "Announced work", "Not known", "Not watched yet");
    for (int i = 0; i < kinds.size(); i++) {
      out.append("<li><span class=\"swatch ")
          .append(kinds.get(i))
          .append("\" aria-hidden=\"true\"></span>")
          .append(texts.get(i))
          .append("</li>");
    }
    out.append("</ul>\n");
  }

  private void footer() {
    var name = report.name();
    out.append("<footer class=\"soft\"><p>Times and days are those of ")
        .append(text(report.zone()))
        .append(". The same as <a href=\"")
        .append(name)
        .append(".json\">JSON</a>, as <a href=\"")
        .append(name)
        .append(".atom\">feed</a>, and as badges: <a href=\"")
        .append(name)
        .append("/badge.svg\">status</a>, <a href=\"")
        .append(name)
        .append("/uptime.svg\">uptime</a>. <a href=\"./\">All status pages</a>.</p></footer>\n");
  }
}
