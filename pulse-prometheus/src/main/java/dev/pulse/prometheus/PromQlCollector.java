package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings the newest values of expressions as samples: one for each series, under the name that the
 * expression was given, with the labels of the series. Take it where rules and detectors are to
 * judge; for thresholds take a {@link PromQlCheck}.
 *
 * <p>Named as unavailable are an expression that fails or has no series, and a series whose value
 * is no finite number. When every expression fails it throws. What the server warns of stands in
 * the run's log. Samples have a time of their own only where the expression is a {@link
 * RangeVector}, whose values do. Immutable and thread-safe.
 *
 * <pre>{@code
 * Collector queues =
 *     PromQlCollector.builder(prometheus)
 *         .gauge("queue_depth", PromQl.metric("queue_messages").sumBy("queue"))
 *         .counter("queue_published_total", PromQl.metric("queue_published_total"))
 *         .build();
 * }</pre>
 */
public final class PromQlCollector implements Collector {
  static final int MAX_SERIES = 10_000;

  private final MetricsBackend backend;
  private final Map<String, PromQl> queries;
  private final Set<String> counters;
  private final int maxSeries;

  private PromQlCollector(Builder builder) {
    this.backend = builder.backend;
    this.queries = Collections.unmodifiableMap(new LinkedHashMap<>(builder.queries));
    this.counters = Set.copyOf(builder.counters);
    this.maxSeries = builder.maxSeries;
  }

  /**
   * A collector. It needs at least one expression.
   *
   * @param backend whom to ask
   */
  public static Builder builder(MetricsBackend backend) {
    return new Builder(requireNonNull(backend, "backend"));
  }

  @Override
  public Samples collect(CollectContext context) throws InterruptedException {
    var answers = backend.instant(queries, context.remaining());
    var samples = Samples.builder();
    boolean read = false;
    for (String name : queries.keySet()) {
      var answer = requireNonNull(answers.get(name), name);
      answer.warnings().forEach(warning -> context.log().add("the server warns: " + warning));
      read |= answer.isSuccess();
      add(name, answer, samples);
    }
    if (!read) {
      var failure = answers.values().iterator().next().failure();
      throw new MetricsException(failure.orElseThrow());
    }
    return samples.build();
  }

  private void add(String name, QueryAnswer answer, Samples.Builder samples) {
    if (answer.failure().isPresent()) {
      samples.unavailable(name, answer.failure().get().message());
      return;
    }
    if (answer.series().isEmpty()) {
      samples.unavailable(
          name,
          answer.type() == QueryAnswer.Type.STRING
              ? "the query makes a text"
              : "the query has no series");
      return;
    }
    if (answer.series().size() > maxSeries) {
      samples.unavailable(
          name, answer.series().size() + " series; at most " + maxSeries + " are taken");
      return;
    }
    // Functions of ranges keep apart what has another name and the same labels.
    var seen = new TreeSet<String>();
    for (Series series : answer.series()) {
      var missing = missing(series);
      if (!missing.isEmpty()) {
        samples.unavailable(name + " " + SeriesKey.of(series), missing);
      } else if (seen.add(series.labels().toString())) {
        samples.add(sample(name, series, answer.type()));
      } else {
        samples.unavailable(
            name + " " + SeriesKey.of(series), "has the same labels as a series of another name");
      }
    }
  }

  private static String missing(Series series) {
    var latest = series.latest();
    if (latest.isEmpty()) {
      return series.hasHistograms() ? "is a native histogram" : "has no value";
    }
    double value = latest.get().value();
    return Double.isFinite(value) ? "" : "is " + PromQlText.number(value);
  }

  private Sample sample(String name, Series series, QueryAnswer.Type type) {
    var latest = series.latest().orElseThrow();
    var sample =
        counters.contains(name)
            ? Sample.counter(name, series.labels(), latest.value())
            : Sample.gauge(name, series.labels(), latest.value());
    return type == QueryAnswer.Type.MATRIX ? sample.at(latest.at()) : sample;
  }

  /** The expressions by the names of their samples. */
  @Override
  public String toString() {
    return queries.toString();
  }

  /** Builds a {@link PromQlCollector}. Confine to one thread. */
  public static final class Builder {
    private MetricsBackend backend;
    private final Map<String, PromQl> queries = new LinkedHashMap<>();
    private final Set<String> counters = new TreeSet<>();
    private final List<Problem> refused = new ArrayList<>();
    private int maxSeries = MAX_SERIES;

    private Builder(MetricsBackend backend) {
      this.backend = backend;
    }

    /** Brings values that go up and down. */
    public Builder gauge(String name, PromQl query) {
      add("gauges", name, query);
      return this;
    }

    /** Brings totals that only rise, until their source restarts. */
    public Builder counter(String name, PromQl query) {
      add("counters", name, query);
      counters.add(name);
      return this;
    }

    /**
     * How many series an expression may have; default 10,000. One with more is unavailable.
     *
     * @param most 1 to 1,000,000
     */
    public Builder maxSeries(int most) {
      maxSeries = most;
      return this;
    }

    /** Replaces whom to ask. */
    Builder backend(MetricsBackend other) {
      backend = other;
      return this;
    }

    private void add(String key, String name, PromQl query) {
      if (!PromQlText.isMetricName(name) || name.length() > 100) {
        refused.add(
            new Problem(
                "",
                key,
                "must have names that match [a-zA-Z_:][a-zA-Z0-9_:]*, of at most 100 characters,"
                    + " but has \""
                    + name
                    + "\""));
      } else if (queries.put(name, requireNonNull(query, "query")) != null) {
        refused.add(new Problem("", key, "must not have \"" + name + "\" twice"));
      }
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<>(refused);
      if (queries.isEmpty() && refused.isEmpty()) {
        problems.add(new Problem("", "gauges", "must have at least one query, or counters must"));
      }
      if (queries.size() > 1000) {
        problems.add(new Problem("", "gauges", "must be at most 1000 queries with counters"));
      }
      if (maxSeries < 1 || maxSeries > 1_000_000) {
        problems.add(new Problem("", "max-series", "must be 1 to 1000000, but is " + maxSeries));
      }
      return problems;
    }

    /**
     * The collector.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public PromQlCollector build() {
      Problems.refuse(problems());
      return new PromQlCollector(this);
    }
  }
}
