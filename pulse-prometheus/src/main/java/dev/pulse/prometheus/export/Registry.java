package dev.pulse.prometheus.export;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Micrometer's registry shows, and under which names. Immutable. */
final class Registry {
  private static final String TOTAL = "_total";

  /** What the lines of a counter, a timer or an info may have behind the name of their metric. */
  private static final List<String> SUFFIXES =
      List.of(TOTAL, "_created", "_count", "_sum", "_bucket", "_info");

  private final Bytes lines;
  private final Set<String> names;

  private Registry(Bytes lines, Set<String> names) {
    this.lines = lines;
    this.names = names;
  }

  /** The registry for Prometheus behind another one; none when there is none. */
  static Optional<PrometheusMeterRegistry> behind(MeterRegistry registry) {
    if (registry instanceof PrometheusMeterRegistry prometheus) {
      return Optional.of(prometheus);
    }
    return registry instanceof CompositeMeterRegistry composite
        ? composite.getRegistries().stream().flatMap(part -> behind(part).stream()).findFirst()
        : Optional.empty();
  }

  static Registry read(PrometheusMeterRegistry registry, Format format) {
    var lines = new Bytes();
    try {
      registry.scrape(lines, format.contentType());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Registry(lines, names(lines));
  }

  /** The lines; in OpenMetrics with the one that ends the page. */
  Bytes lines() {
    return lines;
  }

  /** Every name that a line begins with or may begin with, the same in both formats. */
  Set<String> names() {
    return names;
  }

  /** Read from the lines that tell types, because these are the names that are really shown. */
  private static Set<String> names(Bytes lines) {
    var names = new HashSet<String>();
    lines
        .text()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1))
        .forEach(
            words -> {
              var metric = base(words[2]);
              names.add(metric);
              SUFFIXES.forEach(suffix -> names.add(metric + suffix));
            });
    return names;
  }

  /** A counter is called by its name without the end in OpenMetrics, and with it in plain text. */
  private static String base(String metric) {
    return metric.endsWith(TOTAL) ? metric.substring(0, metric.length() - TOTAL.length()) : metric;
  }
}
