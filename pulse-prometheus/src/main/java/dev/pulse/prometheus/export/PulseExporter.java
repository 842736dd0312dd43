package dev.pulse.prometheus.export;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.Pulse;
import dev.pulse.core.meter.PulseMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows a running {@link Pulse} to Prometheus: how each check stands, the samples of checks and
 * collectors under their own names with the label {@code check}, scores, open incidents, and the
 * {@linkplain PulseMeters meters} of the engine. The guide lists the metrics ({@code
 * docs/guide/metrics.md}); rules and a dashboard for them lie in {@code pulse-prometheus/deploy}.
 *
 * <pre>{@code
 * try (var exporter = PulseExporter.of(pulse)) {
 *   var scrape = exporter.scrape(request.getHeader("Accept"));
 *   response.setContentType(scrape.contentType());
 *   scrape.writeTo(response.getOutputStream());
 * }
 * }</pre>
 *
 * <p>A scrape tells what Pulse holds in memory at that moment, also right after a restart; the
 * store is not asked. A series ends when its source does: when the registration is removed, when
 * the last outcome is older than it {@linkplain dev.pulse.api.check.Outcome#validFor() may speak},
 * when a run does not yield the sample any more. What is not known has no series. Samples are shown
 * without times of their own.
 *
 * <p>Samples have limits, because whoever is watched may decide about their number: 10,000 series
 * for each metric and 100,000 in all. What is refused is counted in {@code
 * pulse_exporter_series_refused_total} at each scrape. Which ones is decided by the order of
 * registration, so that the others stay.
 *
 * <p>Thread-safe; scrapes take turns. Close it before the Pulse, which it does not own.
 */
public final class PulseExporter implements AutoCloseable {
  private final Pulse pulse;
  private final PrometheusMeterRegistry registry;
  private final PulseMeters meters;

  /** The registry that nobody else has; null where it is the host's. */
  private final @Nullable MeterRegistry own;

  private final Limits limits;
  private final Map<String, String> descriptions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Refusals refusals = new Refusals();
  private boolean closed;

  private PulseExporter(Builder builder, MeterRegistry bound, PrometheusMeterRegistry registry) {
    this.pulse = builder.pulse;
    this.registry = registry;
    this.limits = new Limits(builder.seriesPerMetric, builder.series);
    this.descriptions = Map.copyOf(builder.descriptions);
    this.meters = PulseMeters.bind(pulse, bound);
    this.own = builder.registry == null ? bound : null;
  }

  /** An exporter with the defaults that {@link Builder} tells. */
  public static PulseExporter of(Pulse pulse) {
    return builder(pulse).build();
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder(Pulse pulse) {
    return new Builder(pulse);
  }

  /**
   * What is known now, for a caller who reads Prometheus' text or OpenMetrics 1.0.
   *
   * @param accept the header {@code Accept} of the request, or null when there is none: OpenMetrics
   *     is answered to those who ask for it by name at least as much as for plain text, and
   *     Prometheus' text format 0.0.4 to everybody else
   * @throws IllegalStateException when the exporter is closed
   */
  public Scrape scrape(@Nullable String accept) {
    var format = Format.wantedBy(accept);
    // One at a time: whoever asks often must not make Pulse hold many pages in the making.
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the exporter is closed");
      }
      return scrape(format);
    } finally {
      lock.unlock();
    }
  }

  private Scrape scrape(Format format) {
    var shown = Registry.read(registry, format);
    var page = new Page(limits, refusals, descriptions, shown.names());
    var now = pulse.clock().instant();
    pulse.checks().forEach(check -> page.add(Standing.of(check, now)));
    var parts = new ArrayList<>(page.lines(format));
    // Last, for it brings the line that ends a page of OpenMetrics.
    parts.add(shown.lines());
    return new Scrape(format, parts);
  }

  /** Stops, and removes the meters of Pulse from the registry. A second call does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        meters.close();
        if (own != null) {
          own.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Builds a {@link PulseExporter}. Confine to one thread. */
  public static final class Builder {
    private static final int MOST = 10_000_000;

    private final Pulse pulse;
    private final Map<String, String> descriptions = new HashMap<>();
    private @Nullable MeterRegistry registry;
    private int seriesPerMetric = 10_000;
    private int series = 100_000;

    private Builder(Pulse pulse) {
      this.pulse = requireNonNull(pulse, "pulse");
    }

    /**
     * The application's registry; default: one of the exporter's own. Pulse's meters are bound to
     * it until the exporter is closed, and a scrape shows all that is in it.
     *
     * @param registry Micrometer's registry for Prometheus, or a composite with one in it
     */
    public Builder meters(MeterRegistry registry) {
      this.registry = requireNonNull(registry, "registry");
      return this;
    }

    /** How many series a metric of samples may have, 1 to 10,000,000; default: 10,000. */
    public Builder seriesPerMetric(int most) {
      this.seriesPerMetric = most;
      return this;
    }

    /** How many series all samples may have together, 1 to 10,000,000; default: 100,000. */
    public Builder series(int most) {
      this.series = most;
      return this;
    }

    /**
     * What a metric of samples says of itself; default: that checks or collectors measured it.
     *
     * @param metric the name of the samples
     * @param help one line for people
     */
    public Builder describe(String metric, String help) {
      descriptions.put(requireNonNull(metric, "metric"), requireNonNull(help, "help"));
      return this;
    }

    /**
     * The exporter.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public PulseExporter build() {
      var problems = new ArrayList<String>();
      limit(problems, "seriesPerMetric", seriesPerMetric);
      limit(problems, "series", series);
      descriptions.forEach(
          (metric, help) -> {
            if (help.isBlank()) {
              problems.add("the description of \"" + metric + "\" must not be blank");
            }
          });
      var bound =
          registry == null ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) : registry;
      var prometheus = Registry.behind(bound);
      if (prometheus.isEmpty()) {
        problems.add(
            "meters must be Micrometer's registry for Prometheus, or a composite with one in it,"
                + " but is a "
                + bound.getClass().getName());
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("exporter: " + String.join("; ", problems));
      }
      return new PulseExporter(this, bound, prometheus.orElseThrow());
    }

    private static void limit(List<String> problems, String name, int value) {
      if (value < 1 || value > MOST) {
        problems.add(name + " must be 1 to 10000000, but is " + value);
      }
    }
  }
}
