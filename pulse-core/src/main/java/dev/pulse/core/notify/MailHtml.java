package dev.pulse.core.notify;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.core.internal.net.HttpUrls;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message as HTML that mail programs show: tables and styles in place, nothing that is fetched
 * from anywhere, every text escaped.
 */
final class MailHtml {
  private static final String PAGE =
      "font-family:Helvetica,Arial,sans-serif;font-size:14px;color:#212529";

  private MailHtml() {}

  static String of(Notification notification) {
    var html = begun(MailText.title(notification));
    if (notification.kind() == Kind.DIGEST) {
      list(html, MailText.counts(notification));
      list(html, MailText.digestLines(notification));
    } else {
      MailText.shown(notification).forEach(alert -> append(html, alert));
      int more = MailText.hidden(notification);
      if (more > 0) {
        html.append("<p>and ").append(more).append(" more</p>\n");
      }
    }
    return html.append("<p style=\"color:#6c757d;font-size:12px\">")
        .append(escaped(MailText.footer(notification)))
        .append("</p>\n</body></html>\n")
        .toString();
  }

  static String of(MailMessage message) {
    var html = begun(message.subject()).append("<p>");
    html.append(
        message.lines().stream().map(MailHtml::escaped).collect(Collectors.joining("<br>\n")));
    return html.append("</p>\n</body></html>\n").toString();
  }

  private static StringBuilder begun(String title) {
    return new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title></head>\n<body style=\"")
        .append(PAGE)
        .append("\">\n<h1 style=\"font-size:18px\">")
        .append(escaped(title))
        .append("</h1>\n");
  }

  private static void list(StringBuilder html, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    html.append("<ul>");
    lines.forEach(line -> html.append("<li>").append(escaped(line)).append("</li>"));
    html.append("</ul>\n");
  }

  private static void append(StringBuilder html, Alert alert) {
    html.append("<table style=\"border-left:6px solid ")
        .append(colour(alert))
        .append(";padding-left:10px;margin-bottom:16px\">\n<tr><td colspan=\"2\"><b>")
        .append(escaped(MailText.state(alert)))
        .append(": ")
        .append(escaped(MailText.line(alert.title())))
        .append("</b></td></tr>\n");
    if (!alert.text().isBlank()) {
      html.append("<tr><td colspan=\"2\">")
          .append(escaped(MailText.line(alert.text())))
          .append("</td></tr>\n");
    }
    for (MailText.Fact fact : MailText.facts(alert)) {
      html.append("<tr><td style=\"color:#6c757d;padding-right:12px\">")
          .append(escaped(fact.name()))
          .append("</td><td>")
          .append(linked(fact.value()))
          .append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private static String colour(Alert alert) {
    if (!alert.isFiring()) {
      return "#28a745";
    }
    return switch (alert.severity()) {
      case CRITICAL -> "#dc3545";
      case WARNING -> "#ffc107";
      case INFO -> "#17a2b8";
    };
  }

  /** A link where the whole text is a URL that a browser may open. */
  private static String linked(String text) {
    var shown = escaped(text);
    return HttpUrls.parse(text) == null ? shown : "<a href=\"" + shown + "\">" + shown + "</a>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
