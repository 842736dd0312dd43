package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.isolated;

import java.util.List;

/** Writes the list of all pages that somebody may see. */
final class ListWriter {
  private ListWriter() {}

  /** The list of some pages, each with what it tells. */
  static String write(List<StatusDesk> desks) {
    var out = new StringBuilder(2_048);
    out.append(PageFrame.head("Status pages", ""))
        .append("<header><h1>Status pages</h1></header>\n<main>\n");
    if (desks.isEmpty()) {
      out.append("<p class=\"card soft\">There is no page here that everybody may see.</p>\n");
    } else {
      out.append("<ul class=\"entries\">\n");
      desks.forEach(desk -> line(desk.page(), desk.reading().report(), out));
      out.append("</ul>\n");
    }
    return out.append("</main>\n").append(PageFrame.END).toString();
  }

  private static void line(StatusPage page, StatusReport report, StringBuilder out) {
    var look = Standing.of(report.status()).look();
    out.append("<li class=\"card ")
        .append(look)
        .append("\"><div class=\"row\"><h2><a href=\"")
        .append(page.name())
        .append("\">")
        .append(isolated(page.title()))
        .append("</a></h2><span class=\"state ")
        .append(look)
        .append("\"><span class=\"mark\" aria-hidden=\"true\"></span>")
        .append(report.sentence())
        .append("</span></div>");
    if (!page.description().isEmpty()) {
      out.append("<p class=\"soft\">").append(isolated(page.description())).append("</p>");
    }
    if (page.isPrivate()) {
      out.append("<p class=\"soft\">Private: you see it because you are known here.</p>");
    }
    out.append("</li>\n");
  }
}
