package dev.pulse.core.report;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import okio.BufferedSink;

/** Writes a report as one page without scripts and addresses. Confine to one thread. */
final class SlaHtml {
  /** Beyond so many lines nobody opens the windows of single checks, and the page gets heavy. */
  private static final int MOST_DETAILS = 5_000;

  private static final int LONGEST_TEXT = 10_000;

  private final SlaReport report;

  SlaHtml(SlaReport report) {
    this.report = report;
  }

  void write(BufferedSink sink) throws IOException {
    head(sink);
    facts(sink);
    if (!report.groups().isEmpty()) {
      sink.writeUtf8("<h2>Groups by " + escaped(report.groupedBy().orElse("")) + "</h2>\n");
      table(sink, "Group", report.groups());
    }
    sink.writeUtf8("<h2>Checks, worst first</h2>\n");
    table(sink, "Check", report.checks());
    details(sink);
    sink.writeUtf8("<h2>How this was reckoned</h2>\n<ol>\n");
    for (String sentence : report.policy()) {
      sink.writeUtf8("<li>").writeUtf8(escaped(sentence)).writeUtf8("</li>\n");
    }
    sink.writeUtf8("</ol>\n</body>\n</html>\n");
  }

  private void head(BufferedSink sink) throws IOException {
    var windows = report.windows();
    var stretch =
        Spans.moment(windows.from(), report.zone())
            + " to "
            + Spans.moment(windows.to(), report.zone())
            + ", "
            + report.zone();
    sink.writeUtf8("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .writeUtf8("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .writeUtf8(escaped(SlaStyle.POLICY))
        .writeUtf8(
            "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .writeUtf8("<title>Service levels, " + escaped(stretch) + "</title>\n<style>")
        .writeUtf8(SlaStyle.CSS)
        .writeUtf8("</style>\n</head>\n<body>\n<h1>Service levels</h1>\n")
        .writeUtf8("<p class=\"quiet\">" + escaped(stretch) + "</p>\n");
  }

  private void facts(BufferedSink sink) throws IOException {
    var total = report.total();
    sink.writeUtf8("<dl class=\"facts\">");
    fact(sink, "Uptime of all checks", Spans.percent(Shares.percent(total.uptime())));
    fact(sink, "Checks", String.valueOf(total.checks()));
    if (report.objective().isPresent()) {
      fact(sink, "Objective", Spans.percent(report.objective().getAsDouble()));
      for (SlaEntry.Standing standing : SlaEntry.Standing.values()) {
        long count =
            report.checks().stream()
                .filter(check -> check.standing().filter(standing::equals).isPresent())
                .count();
        fact(sink, "Checks " + word(standing), String.valueOf(count));
      }
    }
    fact(sink, "Down", Spans.text(total.uptime().down()));
    fact(sink, "Unknown", Spans.text(total.uptime().unknown()));
    fact(sink, "Maintenance", Spans.text(total.uptime().maintenance()));
    sink.writeUtf8("</dl>\n<ul class=\"legend\">");
    sink.writeUtf8(
            "<li><i class=\"u\"></i>up</li><li><i class=\"d\"></i>down, drawn tall enough to")
        .writeUtf8(" be seen</li><li><i class=\"n\"></i>unknown</li>")
        .writeUtf8("<li><i class=\"m\"></i>maintenance</li></ul>\n");
  }

  private static void fact(BufferedSink sink, String name, String value) throws IOException {
    sink.writeUtf8("<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>");
  }

  private void table(BufferedSink sink, String kind, List<SlaEntry> entries) throws IOException {
    sink.writeUtf8("<table class=\"entries\">\n<thead><tr><th scope=\"col\">" + kind + "</th>");
    for (String column : columns(kind)) {
      var side = column.equals("Over time") ? " class=\"bar\"" : "";
      sink.writeUtf8("<th scope=\"col\"" + side + ">" + column + "</th>");
    }
    sink.writeUtf8("</tr></thead>\n<tbody>\n");
    for (SlaEntry entry : entries) {
      row(sink, kind, entry);
    }
    sink.writeUtf8("</tbody>\n</table>\n");
  }

  private List<String> columns(String kind) {
    return kind.equals("Group")
        ? List.of("Uptime", "Over time", "Checks", "Down", "Unknown", "Outages", "Recovery")
        : List.of(
            "Uptime", "Over time", "Runs", "Down", "Unknown", "Outages", "Recovery", "Latency");
  }

  private void row(BufferedSink sink, String kind, SlaEntry entry) throws IOException {
    var uptime = entry.uptime();
    var outages = entry.outages();
    var percent = Spans.percent(Shares.percent(uptime));
    sink.writeUtf8("<tr><td>" + heading(entry) + "</td>");
    cell(sink, "Uptime", percent + standing(entry));
    sink.writeUtf8("<td class=\"bar\">")
        .writeUtf8(UptimeBar.svg(entry.uptimes(), escaped(spoken(entry, percent))))
        .writeUtf8("</td>");
    if (kind.equals("Group")) {
      cell(sink, "Checks", String.valueOf(entry.checks()));
    } else {
      cell(sink, "Runs", runs(entry));
    }
    cell(sink, "Down", Spans.text(uptime.down()));
    cell(sink, "Unknown", Spans.text(uptime.unknown()) + maintenance(uptime));
    cell(sink, "Outages", outages(outages));
    cell(
        sink,
        "Recovery",
        outages.meanTimeToRecovery().map(mean -> Spans.text(mean) + small("mean")).orElse("–"));
    if (!kind.equals("Group")) {
      cell(sink, "Latency", latency(entry.latency()));
    }
    sink.writeUtf8("</tr>\n");
  }

  /** Takes markup: whoever calls it has escaped what came from outside. */
  private static void cell(BufferedSink sink, String label, String markup) throws IOException {
    sink.writeUtf8("<td data-label=\"" + label + "\"><span>" + markup + "</span></td>");
  }

  private static String heading(SlaEntry entry) {
    if (entry.name().isEmpty()) {
      return "(none)";
    }
    return entry.title().equals(entry.name())
        ? escaped(entry.name())
        : escaped(entry.title()) + small(escaped(entry.name()));
  }

  private static String small(String markup) {
    return " <small>" + markup + "</small>";
  }

  private static String standing(SlaEntry entry) {
    return entry
        .standing()
        .map(standing -> " <small class=\"" + word(standing) + "\">" + word(standing) + "</small>")
        .orElse("");
  }

  private static String maintenance(Uptime uptime) {
    return uptime.maintenance().isZero()
        ? ""
        : small("maintenance " + Spans.text(uptime.maintenance()));
  }

  private static String outages(Outages outages) {
    var count = (outages.isComplete() ? "" : "at least ") + outages.count();
    return count
        + outages.longest().map(longest -> small("longest " + Spans.text(longest))).orElse("");
  }

  private static String runs(SlaEntry entry) {
    long failed = entry.runs().getOrDefault(Status.FAIL, 0L);
    long all = entry.runs().values().stream().mapToLong(Long::longValue).sum();
    return all + (failed == 0 ? "" : small(failed + " failed"));
  }

  private static String latency(LatencySummary latency) {
    if (latency.count() == 0) {
      return "no data";
    }
    var error = latency.relativeError() == 0 ? "" : ", ±" + Spans.percent(latency.relativeError());
    return "p95 "
        + millis(latency.p95())
        + small("p50 " + millis(latency.p50()) + ", p99 " + millis(latency.p99()) + error);
  }

  private static String millis(OptionalDouble value) {
    return value.isPresent() ? Math.round(value.getAsDouble()) + " ms" : "no data";
  }

  private static String spoken(SlaEntry entry, String percent) {
    long bad = entry.uptimes().stream().filter(one -> !one.down().isZero()).count();
    return percent + "; down in " + bad + " of " + entry.uptimes().size() + " windows";
  }

  private void details(BufferedSink sink) throws IOException {
    sink.writeUtf8("<h2>Windows</h2>\n");
    detail(sink, report.total());
    for (SlaEntry group : report.groups()) {
      detail(sink, group);
    }
    long lines = (long) report.checks().size() * report.windows().count();
    if (lines > MOST_DETAILS) {
      sink.writeUtf8("<p class=\"quiet\">The windows of single checks would be ")
          .writeUtf8(lines + " lines; they are in the report as CSV and as JSON.</p>\n");
      return;
    }
    for (SlaEntry check : report.checks()) {
      detail(sink, check);
    }
  }

  private void detail(BufferedSink sink, SlaEntry entry) throws IOException {
    sink.writeUtf8("<details><summary>" + heading(entry) + "</summary>\n<table>\n<thead><tr>")
        .writeUtf8("<th scope=\"col\">From</th><th scope=\"col\">Length</th>")
        .writeUtf8("<th scope=\"col\">Uptime</th><th scope=\"col\">Up</th>")
        .writeUtf8("<th scope=\"col\">Down</th><th scope=\"col\">Unknown</th>")
        .writeUtf8("<th scope=\"col\">Maintenance</th></tr></thead>\n<tbody>\n");
    var boundaries = report.windows().boundaries();
    for (int i = 0; i < entry.uptimes().size(); i++) {
      var uptime = entry.uptimes().get(i);
      sink.writeUtf8(
          "<tr><td>" + escaped(Spans.window(boundaries.get(i), report.zone())) + "</td>");
      for (String text :
          List.of(
              Spans.text(Duration.between(boundaries.get(i), boundaries.get(i + 1))),
              Spans.percent(Shares.percent(uptime)),
              Spans.text(uptime.up()),
              Spans.text(uptime.down()),
              Spans.text(uptime.unknown()),
              Spans.text(uptime.maintenance()))) {
        sink.writeUtf8("<td>" + text + "</td>");
      }
      sink.writeUtf8("</tr>\n");
    }
    sink.writeUtf8("</tbody>\n</table>\n</details>\n");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Titles and labels are written by anybody: shortened, on one line, without markup. */
  private static String escaped(String text) {
    return ForeignText.oneLine(text, LONGEST_TEXT)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
