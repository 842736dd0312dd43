package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.PulseException;
import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.text.Cut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Numbers out of SQLite files inside of pods. Columns of the query's rows become series with the
 * labels {@code namespace} and {@code pod}; other columns can be labels. A NULL is no sample. A pod
 * without an answer, or with one that cannot be read, is named as unavailable; when that is all of
 * them the collection fails.
 *
 * <pre>{@code
 * var question =
 *     PodSqlite.query("SELECT shard, height FROM blocks").file("/data/chain.db").build();
 * var collector =
 *     PodSqliteCollector.of(PodScanner.builder(exec, question).pods(pods).build())
 *         .gauge("chain_height", "height")
 *         .label("shard")
 *         .build();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PodSqliteCollector implements Collector {
  private static final int LONGEST_LABEL = 128;

  private final PodScanner<List<SqliteRow>> scanner;
  private final List<Series> series;
  private final List<String> labels;

  /** A series, and the column that its values are in. */
  private record Series(String name, Sample.Kind kind, String column) {}

  private PodSqliteCollector(Builder builder) {
    this.scanner = builder.scanner;
    this.series = List.copyOf(builder.series);
    this.labels = List.copyOf(builder.labels);
  }

  /**
   * A builder for what a scanner brings; it also needs a {@link Builder#gauge} or a {@link
   * Builder#counter}.
   */
  public static Builder of(PodScanner<List<SqliteRow>> scanner) {
    return new Builder(requireNonNull(scanner, "scanner"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws PulseException when nothing of any pod could be read
   */
  @Override
  public Samples collect(CollectContext context) throws InterruptedException {
    var scan = scanner.scan();
    var collected = Samples.builder();
    var missing = new LinkedHashMap<String, String>();
    for (var answer : scan.answers()) {
      answer.failure().ifPresent(failure -> missing.put(answer.pod(), failure.message()));
      if (answer.value().isPresent()) {
        try {
          collected.addAll(samples(scan.namespace(), answer.pod(), answer.value().get()));
        } catch (KubernetesException e) {
          missing.put(answer.pod(), String.valueOf(e.getMessage()));
        }
      }
    }
    if (missing.size() == scan.answers().size()) {
      var first = missing.entrySet().iterator().next();
      throw new PulseException(
          "none of "
              + missing.size()
              + " pods could be read; "
              + first.getKey()
              + ": "
              + first.getValue());
    }
    missing.forEach(collected::unavailable);
    return collected.build();
  }

  private List<Sample> samples(String namespace, String pod, List<SqliteRow> rows) {
    var samples = new ArrayList<Sample>();
    Set<Labels> seen = new HashSet<>();
    for (var row : rows) {
      requireColumns(row);
      var identity = Labels.of("namespace", namespace, "pod", pod);
      for (String column : labels) {
        var text = Cut.to(row.text(column).orElse(""), LONGEST_LABEL);
        identity = identity.with(labelName(column), text);
      }
      if (!seen.add(identity)) {
        throw KubernetesException.of(
            KubernetesException.Kind.UNEXPECTED_OUTPUT,
            "two rows have the labels " + identity + "; a label must tell them apart");
      }
      for (var one : series) {
        var value = row.number(one.column());
        if (value.isPresent()) {
          samples.add(sample(one, identity, value.getAsDouble()));
        }
      }
    }
    return samples;
  }

  /** A column that there is not is a mistake in the query, and no NULL. */
  private void requireColumns(SqliteRow row) {
    var there = new HashSet<String>();
    row.columns().forEach(column -> there.add(column.toLowerCase(Locale.ROOT)));
    var wanted = new LinkedHashSet<>(labels);
    series.forEach(one -> wanted.add(one.column()));
    wanted.removeIf(column -> there.contains(column.toLowerCase(Locale.ROOT)));
    if (!wanted.isEmpty()) {
      throw KubernetesException.of(
          KubernetesException.Kind.UNEXPECTED_OUTPUT,
          "the query has no column " + String.join(", ", wanted));
    }
  }

  private static Sample sample(Series series, Labels labels, double value) {
    return series.kind() == Sample.Kind.GAUGE
        ? Sample.gauge(series.name(), labels, value)
        : Sample.counter(series.name(), labels, value);
  }

  private static String labelName(String column) {
    return column.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "SQLite of " + scanner;
  }

  /** Builds a {@link PodSqliteCollector}. Confine to one thread. */
  public static final class Builder {
    private final PodScanner<List<SqliteRow>> scanner;
    private final List<Series> series = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();

    private Builder(PodScanner<List<SqliteRow>> scanner) {
      this.scanner = scanner;
    }

    /**
     * Adds a series of values that go up and down.
     *
     * @param name of the series, as Prometheus allows it
     * @param column where the values are, whatever its case
     */
    public Builder gauge(String name, String column) {
      return add(name, Sample.Kind.GAUGE, column);
    }

    /**
     * Adds a series of totals that only rise.
     *
     * @param name of the series, as Prometheus allows it
     * @param column where the values are, whatever its case
     */
    public Builder counter(String name, String column) {
      return add(name, Sample.Kind.COUNTER, column);
    }

    private Builder add(String name, Sample.Kind kind, String column) {
      series.add(new Series(requireNonNull(name, "name"), kind, requireNonNull(column, "column")));
      return this;
    }

    /**
     * Makes a column a label, by its name in lower case; needed where a query has several rows.
     * Values are cut at 128 characters.
     *
     * @param column other than {@code namespace} and {@code pod}, which are labels already
     */
    public Builder label(String column) {
      labels.add(requireNonNull(column, "column"));
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (series.isEmpty()) {
        problems.add(new Problem("", "gauges", "must name a series and its column, or counters"));
      }
      Map<String, Series> names = new LinkedHashMap<>();
      for (var one : series) {
        var option = one.kind() == Sample.Kind.GAUGE ? "gauges" : "counters";
        if (names.put(one.name(), one) != null) {
          problems.add(new Problem("", option, "must not name " + one.name() + " twice"));
        }
        try {
          var unused = sample(one, Labels.empty(), 0);
        } catch (IllegalArgumentException e) {
          problems.add(new Problem("", option, String.valueOf(e.getMessage())));
        }
      }
      Set<String> taken = new HashSet<>(Set.of("namespace", "pod"));
      for (var label : labels) {
        if (!taken.add(labelName(label))) {
          problems.add(
              new Problem("", "labels", "must not name " + label + ": it is a label already"));
        }
        try {
          var unused = Labels.of(labelName(label), "");
        } catch (IllegalArgumentException e) {
          problems.add(new Problem("", "labels", String.valueOf(e.getMessage())));
        }
      }
      return problems;
    }

    /**
     * The collector.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodSqliteCollector build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new PodSqliteCollector(this);
    }
  }
}
