package dev.pulse.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/** The parts of the benchmarks, in the order of the table. */
enum Part {
  HTTP("a", "HTTP checks, all of Pulse on"),
  HUNG("b", "10,000 checks, of which half hang"),
  JOURNAL("c", "Journal"),
  MICRO("d", "Small pieces, by JMH"),
  STARTUP("e", "Start and memory when idle"),
  OTHERS("f", "Other tools on the same targets"),
  YEAR("year", "A year of one-minute results of 200 checks, asked through REST"),
  ALERTMANAGER("alertmanager", "20,000 alerts at once, beside Alertmanager"),
  EXPORTER("exporter", "A scrape of 100,000 series, beside Micrometer's registry"),
  KUBERNETES("kubernetes-scan", "Scans of Kubernetes pods that take 200 ms to answer"),
  REPOSITORIES("repositories", "Scans of repositories whose answers take 20 ms");

  private final String letter;
  private final String title;

  Part(String letter, String title) {
    this.letter = letter;
    this.title = title;
  }

  /** The part of a letter or a name. */
  static Part of(String text) {
    return Arrays.stream(values())
        .filter(part -> part.letter.equals(text) || part.key().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no part \"" + text + "\" of benchmarks"));
  }

  /** What its block is marked with. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String heading() {
    return "### " + (isOneOfAll() ? "(" + letter + ") " : "") + title;
  }

  /** What measures it. */
  String command() {
    return isOneOfAll() ? "benchmarks/run -p " + letter : "benchmarks/" + letter;
  }

  /** Whether the script that runs all of them runs it. */
  private boolean isOneOfAll() {
    return letter.length() == 1;
  }
}
