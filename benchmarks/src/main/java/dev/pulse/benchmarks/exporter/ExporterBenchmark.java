package dev.pulse.benchmarks.exporter;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.export.PulseExporter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Scrapes a Pulse with many series, and Micrometer's registry with as many gauges, in turns. Fails
 * when Pulse takes longer.
 */
public final class ExporterBenchmark {
  private static final String PART = "exporter";
  private static final int WARM_UP = 20;
  private static final int ROUND = 10;

  private ExporterBenchmark() {}

  private enum Form {
    TEXT("text", "text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("OpenMetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String title;
    private final String contentType;

    Form(String title, String contentType) {
      this.title = title;
      this.contentType = contentType;
    }
  }

  /**
   * Measures.
   *
   * @param args how many series, a multiple of a hundred; how many scrapes of each; the file for
   *     the figures
   */
  public static void main(String[] args) throws IOException {
    int series = Integer.parseInt(args[0]);
    int scrapes = Integer.parseInt(args[1]);
    var gauges = new Gauges(series);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    gauges.registerIn(registry);
    var figures = new Figures();
    try (var pulse = Pulse.builder().start();
        var exporter =
            PulseExporter.builder(pulse).seriesPerMetric(series).series(series).build()) {
      gauges.collectIn(pulse);
      requireAll(exporter, series);
      for (Form form : Form.values()) {
        var ours = new Side(out -> exporter.scrape(form.contentType).writeTo(out));
        var theirs = new Side(out -> registry.scrape(out, form.contentType));
        compare(ours, theirs, scrapes);
        report(figures, series, form, ours, theirs);
      }
    }
    figures.append(Path.of(args[2]));
    if (!figures.areMet()) {
      System.exit(1);
    }
  }

  /** A page that lacks series would be a fast one. */
  private static void requireAll(PulseExporter exporter, int series) {
    var page = new String(exporter.scrape(null).body(), StandardCharsets.UTF_8);
    long shown = page.lines().filter(line -> line.startsWith("queue_messages_")).count();
    if (shown != series) {
      throw new IllegalStateException("of " + series + " series " + shown + " are shown");
    }
  }

  private static void compare(Side ours, Side theirs, int scrapes) throws IOException {
    ours.warmUp(WARM_UP);
    theirs.warmUp(WARM_UP);
    while (ours.scrapes() < scrapes) {
      ours.measure(ROUND);
      theirs.measure(ROUND);
    }
  }

  private static void report(Figures figures, int series, Form form, Side ours, Side theirs) {
    var what = String.format(Locale.ROOT, "%,d series, %s: ", series, form.title);
    var note = "limit: Micrometer's registry alone; %d scrapes each".formatted(ours.scrapes());
    figures.add(
        time(what + "scrape, p50", ours.millis(0.5), theirs.millis(0.5), note + ", in turns"));
    figures.add(time(what + "scrape, p99", ours.millis(0.99), theirs.millis(0.99), note));
    figures.add(time(what + "CPU per scrape", ours.cpuMillis(), theirs.cpuMillis(), "all threads"));
    figures.add(
        Figure.of(PART, what + "allocated per scrape", ours.allocatedMegabytes(), "MB")
            .beside(theirs.allocatedMegabytes()));
    figures.add(
        Figure.of(PART, what + "bytes of the page", ours.megabytes(), "MB")
            .beside(theirs.megabytes())
            .note("with what Pulse tells of itself and of each check; not compressed"));
  }

  private static Figure time(String name, double ours, double theirs, String note) {
    return Figure.of(PART, name, ours, "ms").beside(theirs).atMost(theirs).note(note);
  }
}
