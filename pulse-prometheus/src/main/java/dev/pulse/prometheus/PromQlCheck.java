package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges each series of an expression by thresholds. Take it where Prometheus has the numbers and
 * Pulse is to judge them; where rules are to judge, take a {@link PromQlCollector}.
 *
 * <p>The result is the worst of all series, with a finding for each, whose key is the series as
 * Prometheus writes it and whose labels are the series'. UNKNOWN are: a query that fails, no series
 * (unless {@link Builder#noData} says otherwise, and never better when the server warns that
 * something is missing), a value that is not a number, a native histogram, and a sample that is too
 * old. What the server warns of stands in the run's log. Values that are finite are samples of the
 * result. Immutable and thread-safe.
 *
 * <pre>{@code
 * Check lag =
 *     PromQlCheck.builder(prometheus, PromQl.metric("kafka_consumergroup_lag"))
 *         .warnAbove(1_000)
 *         .failAbove(10_000)
 *         .maxAge(Duration.ofMinutes(2))
 *         .build();
 * }</pre>
 */
public final class PromQlCheck implements Check {
  static final int MAX_FINDINGS = 1000;

  /** A range at the end, and no subquery. */
  private static final Pattern RAW_RANGE = Pattern.compile("\\[[^\\]:]*\\]\\s*$");

  /** How long a server takes a sample for the newest one. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private static final Reason THRESHOLD = Reason.of("threshold");
  private static final Reason STALE = Reason.of("stale");
  private static final String VALUE = "value";
  private static final String TIME = "time";
  private static final String TOO_FEW = "min-series";

  private final MetricsBackend backend;
  private final PromQl query;
  private final @Nullable PromQl times;
  private final Thresholds thresholds;
  private final Status noData;
  private final @Nullable Duration maxAge;
  private final int minSeries;
  private final int maxFindings;
  private final @Nullable String sample;

  private PromQlCheck(Builder builder) {
    this.backend = builder.backend;
    this.query = builder.query;
    this.times = builder.maxAge == null ? null : builder.times();
    this.thresholds = builder.thresholds;
    this.noData = builder.noData;
    this.maxAge = builder.maxAge;
    this.minSeries = builder.minSeries;
    this.maxFindings = builder.maxFindings;
    this.sample = builder.sample;
  }

  /**
   * A check of an expression. It needs at least one threshold.
   *
   * @param backend whom to ask
   * @param query whose series are judged: the newest value of each
   */
  public static Builder builder(MetricsBackend backend, PromQl query) {
    return new Builder(requireNonNull(backend, "backend"), requireNonNull(query, "query"));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var queries = new LinkedHashMap<String, PromQl>();
    queries.put(VALUE, query);
    if (times != null) {
      queries.put(TIME, times);
    }
    var answers = backend.instant(queries, context.remaining());
    var answer = requireNonNull(answers.get(VALUE), VALUE);
    for (QueryAnswer each : answers.values()) {
      each.warnings().forEach(warning -> context.log().add("the server warns: " + warning));
      if (each.failure().isPresent()) {
        var failure = each.failure().get();
        return CheckResult.unknown(failure.reason(), failure.message());
      }
    }
    if (answer.type() == QueryAnswer.Type.STRING) {
      return CheckResult.unknown(
          QueryFailure.QUERY, "the query makes a text, which cannot be judged");
    }
    if (answer.series().isEmpty()) {
      return empty(answer);
    }
    return judged(answer, ages(context, answer, answers.get(TIME)), context);
  }

  private CheckResult empty(QueryAnswer answer) {
    if (noData.isUp() && !answer.warnings().isEmpty()) {
      return CheckResult.unknown(
          Reason.NO_DATA, "no series, and the server warns: " + answer.warnings().get(0));
    }
    return switch (noData) {
      case PASS -> CheckResult.pass("no series");
      case WARN -> CheckResult.warn(Reason.NO_DATA, "no series");
      case UNKNOWN -> CheckResult.unknown(Reason.NO_DATA, "no series");
      case FAIL -> CheckResult.fail(Reason.NO_DATA, "no series");
    };
  }

  private SampleAges ages(CheckContext context, QueryAnswer answer, @Nullable QueryAnswer times) {
    var now = context.clock().instant();
    if (maxAge == null) {
      // Of a range the server gives everything; of anything else what is new enough for it.
      return answer.type() == QueryAnswer.Type.MATRIX
          ? SampleAges.own(now, LOOKBACK, true)
          : SampleAges.unbounded();
    }
    return times == null
        ? SampleAges.own(now, maxAge, answer.type() == QueryAnswer.Type.MATRIX)
        : SampleAges.told(now, maxAge, times.series());
  }

  private CheckResult judged(QueryAnswer answer, SampleAges ages, CheckContext context) {
    var findings = new ArrayList<Finding>();
    boolean stale = false;
    for (Series series : answer.series()) {
      var old = ages.complaint(series);
      stale |= old.isPresent();
      findings.add(old.map(words -> unknown(series, words)).orElseGet(() -> finding(series)));
    }
    if (findings.size() < minSeries) {
      var words = count(findings.size()) + ", expected at least " + minSeries;
      findings.add(Finding.of(TOO_FEW, Status.UNKNOWN, words));
    }
    // Those that matter, and the same ones in each run.
    findings.sort(
        (one, other) -> {
          int worse = other.status().compareTo(one.status());
          return worse != 0 ? worse : one.key().compareTo(other.key());
        });
    var kept = findings.subList(0, Math.min(findings.size(), maxFindings));
    if (kept.size() < findings.size()) {
      context.log().add("only " + kept.size() + " of " + count(findings.size()) + " are listed");
    }
    return CheckResult.worstOf(reason(kept.get(0).status(), stale), summary(findings), kept)
        .withSamples(samples(answer.series()));
  }

  private static Reason reason(Status worst, boolean stale) {
    if (worst != Status.UNKNOWN) {
      return THRESHOLD;
    }
    return stale ? STALE : Reason.NO_DATA;
  }

  private Finding finding(Series series) {
    var latest = series.latest();
    if (latest.isEmpty()) {
      return unknown(
          series,
          series.hasHistograms()
              ? "is a native histogram, and only numbers can be judged"
              : "has no value");
    }
    double value = latest.get().value();
    var judgement = thresholds.judge(value);
    var words = Double.isNaN(value) ? "is not a number" : "is " + PromQlText.number(value);
    return Finding.of(SeriesKey.of(series), judgement.status(), words + judgement.words())
        .withLabels(series.labels());
  }

  private static Finding unknown(Series series, String words) {
    return Finding.of(SeriesKey.of(series), Status.UNKNOWN, words).withLabels(series.labels());
  }

  /** The worst one in words, and how many there are of each status. */
  private static String summary(List<Finding> findings) {
    var first = findings.get(0);
    var worst = first.key() + " " + first.text();
    if (findings.size() == 1) {
      return worst;
    }
    var counts = new LinkedHashMap<Status, Integer>();
    findings.forEach(finding -> counts.merge(finding.status(), 1, Integer::sum));
    return count(findings.size())
        + counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"))
        + (first.status() == Status.PASS ? "" : ", first " + worst);
  }

  private static String count(int series) {
    return series == 1 ? "1 series" : series + " series";
  }

  private List<Sample> samples(List<Series> all) {
    var samples = new LinkedHashMap<String, Sample>();
    for (Series series : all) {
      if (samples.size() == maxFindings) {
        break;
      }
      SampleSeries.gauge(series, sample).ifPresent(one -> samples.putIfAbsent(one.key(), one.of()));
    }
    return List.copyOf(samples.values());
  }

  /** The expression. */
  @Override
  public String toString() {
    return query.text();
  }

  /** Builds a {@link PromQlCheck}. Confine to one thread. */
  public static final class Builder {
    private MetricsBackend backend;
    private final PromQl query;
    private Thresholds thresholds = Thresholds.NONE;
    private Status noData = Status.UNKNOWN;
    private @Nullable Duration maxAge;
    private @Nullable PromQl timeQuery;
    private int minSeries;
    private int maxFindings = MAX_FINDINGS;
    private @Nullable String sample;

    private Builder(MetricsBackend backend, PromQl query) {
      this.backend = backend;
      this.query = query;
    }

    /** Warns of a series whose value is greater than this; default: never. */
    public Builder warnAbove(double limit) {
      thresholds = thresholds.warnAbove(limit);
      return this;
    }

    /** Fails for a series whose value is greater than this; default: never. */
    public Builder failAbove(double limit) {
      thresholds = thresholds.failAbove(limit);
      return this;
    }

    /** Warns of a series whose value is less than this; default: never. */
    public Builder warnBelow(double limit) {
      thresholds = thresholds.warnBelow(limit);
      return this;
    }

    /** Fails for a series whose value is less than this; default: never. */
    public Builder failBelow(double limit) {
      thresholds = thresholds.failBelow(limit);
      return this;
    }

    /**
     * What it means that there is no series; default {@link Status#UNKNOWN}. An expression that
     * only makes what is wrong, such as {@code up == 0}, passes without series. Then nobody notices
     * that the series behind it have gone.
     */
    public Builder noData(Status status) {
      noData = requireNonNull(status, "status");
      return this;
    }

    /** Fewer series than this are UNKNOWN, besides what is said of those; default: any number. */
    public Builder minSeries(int least) {
      minSeries = least;
      return this;
    }

    /**
     * A series whose newest sample is older than this is UNKNOWN; default: five minutes for a
     * range, for anything else the server decides, which takes samples for as long. Of a {@link
     * MetricSelector} the server is asked for the times in the same run; a {@link RangeVector} has
     * them itself. Any other expression has no sample of its own: say with {@link #timeQuery} how
     * old it is.
     */
    public Builder maxAge(Duration most) {
      maxAge = requireNonNull(most, "most");
      return this;
    }

    /**
     * Tells for {@link #maxAge} when samples were taken: an expression that makes seconds since
     * 1970, for series with the same labels, or one without labels for all, such as {@code
     * min(timestamp(up{job="api"}))}.
     */
    public Builder timeQuery(PromQl seconds) {
      timeQuery = requireNonNull(seconds, "seconds");
      return this;
    }

    /**
     * How many findings and samples a result has at most; default 1,000. All series are judged, and
     * the worst are listed.
     *
     * @param most 1 to 100,000
     */
    public Builder maxFindings(int most) {
      maxFindings = most;
      return this;
    }

    /**
     * What the samples of the result are called; default: as the metric, and {@code promql_value}
     * where functions have dropped its name.
     */
    public Builder sample(String name) {
      sample = requireNonNull(name, "name");
      return this;
    }

    /** Replaces whom to ask. */
    Builder backend(MetricsBackend other) {
      backend = other;
      return this;
    }

    private @Nullable PromQl times() {
      if (timeQuery != null) {
        return timeQuery;
      }
      return query instanceof MetricSelector selector ? selector.timestamp() : null;
    }

    /** Whether the samples of the answer tell their times themselves; a subquery's are made up. */
    private boolean isRange() {
      return query instanceof RangeVector
          || (query.isRaw() && RAW_RANGE.matcher(query.text()).find());
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<>(thresholds.problems());
      if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
        problems.add(new Problem("", "max-age", "must be longer than nothing"));
      }
      if (maxAge != null && times() == null && !isRange()) {
        problems.add(
            new Problem(
                "",
                "max-age",
                "needs a time-query, or a query whose samples have times: one that ends in a range"
                    + " like [10m]"));
      }
      if (maxAge == null && timeQuery != null) {
        problems.add(new Problem("", "time-query", "is only used with max-age"));
      }
      if (minSeries < 0) {
        problems.add(new Problem("", "min-series", "must not be negative, but is " + minSeries));
      }
      if (maxFindings < 1 || maxFindings > 100_000) {
        problems.add(new Problem("", "max-findings", "must be 1 to 100000, but is " + maxFindings));
      }
      if (sample != null && !PromQlText.isMetricName(sample)) {
        problems.add(new Problem("", "sample", "must match [a-zA-Z_:][a-zA-Z0-9_:]*"));
      }
      return problems;
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public PromQlCheck build() {
      Problems.refuse(problems());
      return new PromQlCheck(this);
    }
  }
}
