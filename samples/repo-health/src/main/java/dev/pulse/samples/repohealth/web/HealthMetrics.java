package dev.pulse.samples.repohealth.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.score.Factor;
import dev.pulse.github.BuildState;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.ObservedRequest;
import dev.pulse.github.RateLimit;
import dev.pulse.github.RequestObserver;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.scan.ScanListener;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of the system for Prometheus. What is known of repositories comes from the tables at
 * the moment of a scrape, so it is what the routes tell; what happens is counted from the start of
 * the process. Thread-safe.
 */
public final class HealthMetrics
    implements MultiCollector, ScanListener, RequestObserver, BuildListener {
  private static final Logger log = LoggerFactory.getLogger(HealthMetrics.class);
  private static final String PREFIX = "pulse_repo_";
  private static final double MILLIS = 1000;
  private static final double NANOS = 1e9;
  private static final double[] BOUNDS = {
    1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, Double.POSITIVE_INFINITY
  };

  /** GitHub has about a dozen; a server that says it is GitHub may make some up. */
  private static final int MOST_LIMITS = 50;

  private static final List<BuildState> COUNTED = List.of(BuildState.SUCCESS, BuildState.FAILURE);

  private final Overviews overviews;
  private final Map<Labels, Long> builds = new TreeMap<>();
  private final Map<Labels, Long> requests = new TreeMap<>();
  private final Map<Labels, Long> notifications = new TreeMap<>();
  private final Map<String, Long> limits = new TreeMap<>();
  private final long[] scans = new long[BOUNDS.length];
  private final Object lock = new Object();
  private double scanSeconds;

  /** Numbers of what is known, with nothing counted yet. */
  public HealthMetrics(Overviews overviews) {
    this.overviews = requireNonNull(overviews, "overviews");
  }

  @Override
  public void scanned(ScannedRepository repository) {
    synchronized (lock) {
      repository.newBuilds().forEach(this::count);
    }
  }

  @Override
  public void reported(BuildRow build, String defaultBranch) {
    synchronized (lock) {
      count(build);
    }
  }

  private void count(BuildRow row) {
    if (COUNTED.contains(row.build().state())) {
      builds.merge(build(row.repository(), row.build().state()), 1L, Long::sum);
    }
  }

  private static Labels build(String repository, BuildState state) {
    return Labels.of("repo", repository, "state", state.word());
  }

  @Override
  public void ended(ScanReport report) {
    double seconds = Duration.between(report.startedAt(), report.finishedAt()).toNanos() / NANOS;
    int bucket = 0;
    while (seconds > BOUNDS[bucket]) {
      bucket++;
    }
    synchronized (lock) {
      scans[bucket]++;
      scanSeconds += seconds;
    }
  }

  @Override
  public void observed(ObservedRequest request) {
    var code = request.status().map(String::valueOf).orElse("network_error");
    synchronized (lock) {
      requests.merge(Labels.of("service", request.service(), "code", code), 1L, Long::sum);
      request.limit().ifPresent(this::note);
    }
  }

  private void note(RateLimit limit) {
    if (limits.size() < MOST_LIMITS || limits.containsKey(limit.resource())) {
      limits.put(limit.resource(), limit.remaining());
    }
  }

  /**
   * Counts an attempt to tell people.
   *
   * @param channel the name of the channel
   * @param delivered whether it was taken
   */
  public void notified(String channel, boolean delivered) {
    var labels = Labels.of("channel", channel, "result", delivered ? "delivered" : "failed");
    synchronized (lock) {
      notifications.merge(labels, 1L, Long::sum);
    }
  }

  @Override
  public MetricSnapshots collect() {
    var snapshots = new ArrayList<MetricSnapshot>();
    var known = new ArrayList<String>();
    try {
      var overview = overviews.now();
      overview.repositories().forEach(row -> known.add(row.name()));
      snapshots.addAll(gauges(overview));
    } catch (RuntimeException e) {
      // The rest of the page is worth having all the more.
      log.warn("What is known of repositories cannot be read for the metrics", e);
    }
    synchronized (lock) {
      snapshots.add(builds(known));
      snapshots.add(durations());
      snapshots.add(
          counter("upstream_requests", "Requests to other services by their answers.", requests));
      snapshots.add(
          counter("notifications", "Attempts to send a notification to people.", notifications));
      var remaining =
          gauge("github_rate_limit_remaining", "Requests that GitHub's limits leave, by resource.");
      limits.forEach((resource, left) -> add(remaining, Labels.of("resource", resource), left));
      snapshots.add(remaining.build());
    }
    return new MetricSnapshots(snapshots);
  }

  private static List<MetricSnapshot> gauges(Overview overview) {
    var scores = gauge("health_score", "Health of the repository, 0 to 100.");
    var factors = gauge("factor", "Points of a factor of the score, 0 to 100.");
    var vulnerabilities = gauge("vulnerabilities", "Open vulnerabilities of the repository.");
    var open =
        overview.vulnerabilities().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.repository().toLowerCase(Locale.ROOT),
                    Collectors.groupingBy(
                        row -> row.followed().vulnerability().severity(), Collectors.counting())));
    for (RepositoryRow row : overview.repositories()) {
      var result = row.result();
      if (result == null) {
        continue;
      }
      result.score().rounded().ifPresent(score -> add(scores, repo(row), score));
      for (Factor factor : result.score().factors()) {
        var points = HealthJson.points(factor);
        if (points != null && !isMissing(result.missing(), factor)) {
          add(factors, repo(row).add("factor", factor.name()), points.doubleValue());
        }
      }
      // What was open stays so when nobody can look; that there is no other is what nobody knows.
      boolean readable = !result.readable().isEmpty();
      var counts = open.getOrDefault(row.name().toLowerCase(Locale.ROOT), Map.of());
      for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
        long count = counts.getOrDefault(severity, 0L);
        if (readable || count > 0) {
          add(vulnerabilities, repo(row).add("severity", severity.word()), (double) count);
        }
      }
    }
    return List.of(
        scores.build(),
        factors.build(),
        vulnerabilities.build(),
        last(overview),
        scanned(overview));
  }

  /** What counts as 0 because nobody knows it is missing all the same. */
  private static boolean isMissing(List<HealthFactor> missing, Factor factor) {
    return missing.stream().anyMatch(one -> one.word().equals(factor.name()));
  }

  private static Labels repo(RepositoryRow row) {
    return Labels.of("repo", row.name());
  }

  private static GaugeSnapshot last(Overview overview) {
    var last =
        gauge(
            "scan_last_success_timestamp_seconds",
            "When the last scan ended that read something, in seconds since 1970.");
    overview.lastScan().ifPresent(then -> add(last, Labels.EMPTY, then.toEpochMilli() / MILLIS));
    return last.build();
  }

  private static GaugeSnapshot scanned(Overview overview) {
    var scanned = gauge("scanned", "Repositories by whether the last scan could read them.");
    if (overview.isScanned()) {
      long failed = overview.repositories().stream().filter(row -> row.error() != null).count();
      long read = overview.repositories().stream().filter(overview::isRead).count();
      add(scanned, Labels.of("result", "ok"), (double) read);
      add(scanned, Labels.of("result", "failed"), (double) failed);
    }
    return scanned.build();
  }

  /** Every repository has its series from the start, so that the first build is an increase. */
  private CounterSnapshot builds(List<String> known) {
    var all = new TreeMap<>(builds);
    for (String repository : known) {
      COUNTED.forEach(state -> all.putIfAbsent(build(repository, state), 0L));
    }
    return counter("builds", "Builds that succeeded or failed, since they became known.", all);
  }

  private HistogramSnapshot durations() {
    return HistogramSnapshot.builder()
        .name(PREFIX + "scan_duration_seconds")
        .help("How long a scan took.")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, scans.clone()))
                .sum(scanSeconds)
                .build())
        .build();
  }

  private static CounterSnapshot counter(String name, String help, Map<Labels, Long> counts) {
    var counter = CounterSnapshot.builder().name(PREFIX + name).help(help);
    counts.forEach(
        (labels, count) ->
            counter.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) count)
                    .build()));
    return counter.build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(PREFIX + name).help(help);
  }

  private static void add(GaugeSnapshot.Builder gauge, Labels labels, double value) {
    gauge.dataPoint(
        GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }
}
