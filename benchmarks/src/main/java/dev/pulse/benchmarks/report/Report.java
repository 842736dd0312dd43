package dev.pulse.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the tables of the parts that were measured into a page, between two markers. Tables of
 * other parts stay as they are, each with its own date.
 */
public final class Report {
  private static final String BEGIN = "<!-- figures -->";
  private static final String END = "<!-- end of figures -->";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Report() {}

  /**
   * Writes.
   *
   * @param args the page; the folder with the lines of JSON; the load of the machine when it began
   */
  public static void main(String[] args) throws IOException {
    var page = Path.of(args[0]);
    var circumstances =
        TIME.format(Instant.now()) + ", " + Host.describe() + ", load " + args[2] + " at the start";
    var text = Files.readString(page, StandardCharsets.UTF_8);
    Files.writeString(
        page, render(text, Line.readAll(Path.of(args[1])), circumstances), StandardCharsets.UTF_8);
  }

  /**
   * A page with new tables.
   *
   * @param circumstances when and where the figures were measured
   * @throws IllegalArgumentException when the page has no markers, or there is no such part
   */
  static String render(String page, List<Line> lines, String circumstances) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page must have " + BEGIN + " and then " + END);
    }
    Map<Part, List<Line>> measured =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> Part.of(line.part()),
                    () -> new EnumMap<>(Part.class),
                    Collectors.toList()));
    var old = page.substring(begin + BEGIN.length(), end);
    var tables = new StringBuilder(page.substring(0, begin)).append(BEGIN).append('\n');
    for (Part part : Part.values()) {
      var figures = measured.get(part);
      tables
          .append('\n')
          .append(figures == null ? kept(part, old) : table(part, figures, circumstances));
    }
    return tables.append('\n').append(page.substring(end)).toString();
  }

  private static String kept(Part part, String old) {
    int begin = old.indexOf(part.heading() + "\n");
    if (begin < 0) {
      return part.heading() + "\n\nNot measured yet: `" + part.command() + "`.\n";
    }
    int end = old.indexOf("\n### ", begin);
    return (end < 0 ? old.substring(begin) : old.substring(begin, end)).stripTrailing() + "\n";
  }

  private static String table(Part part, List<Line> figures, String circumstances) {
    var table = new StringBuilder(part.heading()).append("\n\n").append(circumstances);
    table.append(".\n\n| What | Measured | Limit | Ratio | Target | | Note |\n");
    table.append("|---|---:|---:|---:|---|---|---|\n");
    for (Line figure : figures) {
      table.append("| ").append(String.join(" | ", cells(figure))).append(" |\n");
    }
    return table.toString();
  }

  private static List<String> cells(Line figure) {
    var value = figure.value();
    var limit = figure.limit();
    var ratio = figure.ratio();
    var met = figure.met();
    var unit = figure.unit() == null || figure.unit().isEmpty() ? "" : " " + figure.unit();
    return List.of(
        cell(figure.name()),
        value == null ? "not measured" : Numbers.text(value) + unit,
        limit == null ? "" : Numbers.text(limit) + unit,
        ratio == null ? "" : Numbers.text(ratio),
        figure.target() == null ? "" : cell(figure.target()),
        met == null ? "" : met ? "met" : "**missed**",
        figure.note() == null ? "" : cell(figure.note()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
