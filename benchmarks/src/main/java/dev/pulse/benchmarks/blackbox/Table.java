package dev.pulse.benchmarks.blackbox;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answers, as text for a terminal and as Markdown for a page. Immutable. */
final class Table {
  private static final String BEGIN = "<!-- measured: begin -->";
  private static final String END = "<!-- measured: end -->";

  private final List<Line> lines;

  Table(List<Line> lines) {
    this.lines = lines;
  }

  /** For a terminal. */
  String plain() {
    return lines.stream()
        .map(
            line ->
                String.format(
                    Locale.ROOT,
                    "%2d %-52s %-8s %9s   %-20s %9s  %s%n",
                    line.row().number(),
                    line.row(),
                    verdict(line.blackbox()),
                    millis(line.blackboxTook()),
                    line.pulse(),
                    millis(line.pulseTook()),
                    line.row().right().words))
        .collect(Collectors.joining());
  }

  /**
   * A page with what stands between its two marks replaced.
   *
   * @throws IllegalArgumentException when it lacks them
   */
  String into(String page, String version) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page needs the lines " + BEGIN + " and " + END);
    }
    return page.substring(0, begin) + BEGIN + "\n" + markdown(version) + page.substring(end);
  }

  private String markdown(String version) {
    var text = new StringBuilder(summary(version));
    text.append("\n| | Target | blackbox_exporter | ms | Pulse | ms | Better |\n");
    text.append("|---|---|---|---:|---|---:|---|\n");
    lines.forEach(line -> text.append(row(line)));
    text.append("\n## Where they differ\n");
    lines.stream()
        .filter(line -> !line.row().why().isEmpty())
        .forEach(line -> text.append(why(line)));
    return text.toString();
  }

  private String summary(String version) {
    long differ = lines.stream().filter(Line::differs).count();
    return String.format(
        Locale.ROOT,
        "%d targets; the verdicts agree on %d and differ on %d. Measured on %s with"
            + " blackbox_exporter %s and Java %s on %d cores; times are medians.%n",
        lines.size(),
        lines.size() - differ,
        differ,
        LocalDate.now(ZoneOffset.UTC),
        version,
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors());
  }

  private static String row(Line line) {
    return "| "
        + line.row().number()
        + " | "
        + line.row()
        + " | "
        + verdict(line.blackbox())
        + " | "
        + millis(line.blackboxTook())
        + " | "
        + line.pulse().replaceFirst("^([A-Z]+) (.*)$", "$1 `$2`")
        + " | "
        + millis(line.pulseTook())
        + " | "
        + line.row().right().words
        + " |\n";
  }

  private static String why(Line line) {
    return "\n**"
        + line.row().number()
        + ", "
        + line.row().title()
        + ": "
        + line.row().right().words
        + ".** "
        + line.row().why()
        + "\n";
  }

  private static String verdict(boolean success) {
    return success ? "success" : "failure";
  }

  private static String millis(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
  }
}
