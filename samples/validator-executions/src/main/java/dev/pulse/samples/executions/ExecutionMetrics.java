package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the system for Prometheus, written at the moment of a scrape from what the last
 * scan left: a scrape asks no pod, and a series is there as long as what it tells. Thread-safe.
 */
final class ExecutionMetrics implements MultiCollector {
  private static final String PREFIX = "bboostd_validator_";
  private static final double MISSING = -1;

  private final Supplier<String> namespace;
  private final StaleSeries stale;
  private final ApiRequests requests;
  private final Map<String, PodSeries> pods = new LinkedHashMap<>();
  private final Object lock = new Object();

  /** A gauge that is read from an execution. */
  private record Value(String name, String help, ToDoubleFunction<Execution> of) {}

  private static final List<Value> VALUES =
      List.of(
          new Value(
              "execution_state_numeric",
              "State of the newest execution: 0 pending, 1 running, 2 completed, 3 failed.",
              execution -> execution.meaning().number()),
          new Value(
              "execution_start_block",
              "First block of the newest execution; -1 when it is missing.",
              execution -> or(execution.startBlock(), MISSING)),
          new Value(
              "execution_end_block",
              "Last block of the newest execution; -1 when it is missing.",
              execution -> or(execution.endBlock(), MISSING)),
          new Value(
              "execution_start_timestamp",
              "When the newest execution began, in seconds since 1970; 0 when that is missing.",
              execution -> or(execution.startTimestamp(), 0)),
          new Value(
              "execution_end_timestamp",
              "When the newest execution ended, in seconds since 1970; 0 when that is missing.",
              execution -> or(execution.endTimestamp(), 0)),
          new Value(
              "execution_has_error",
              "1 when the newest execution has an error, else 0.",
              execution -> execution.hasError() ? 1 : 0),
          new Value(
              "execution_error",
              "CRC-32 of the error of the newest execution; 0 when it has none.",
              Execution::errorHash),
          new Value(
              "execution_blocks_processed",
              "Last minus first block of the newest execution; -1 when one is missing.",
              execution -> execution.blocksProcessed().orElse(MISSING)),
          new Value(
              "execution_duration_seconds",
              "How long the newest execution took, in seconds; -1 when that is not known.",
              execution -> execution.durationSeconds().orElse(MISSING)));

  /**
   * Metrics without a scan so far.
   *
   * @param names the pods, whose errors are counted from 0
   * @param namespace where they are, as far as is known
   * @param stale what becomes of the gauges of a pod that cannot be asked
   * @param requests what callers asked
   */
  ExecutionMetrics(
      List<String> names, Supplier<String> namespace, StaleSeries stale, ApiRequests requests) {
    this.namespace = requireNonNull(namespace, "namespace");
    this.stale = requireNonNull(stale, "stale");
    this.requests = requireNonNull(requests, "requests");
    names.forEach(name -> pods.put(name, new PodSeries(name)));
  }

  private static double or(@Nullable Long value, double missing) {
    return value == null ? missing : value;
  }

  /** Takes in what a scan found, all of it at once. */
  void take(Scan scan) {
    synchronized (lock) {
      for (PodResult pod : scan.pods()) {
        pods.computeIfAbsent(pod.pod(), PodSeries::new).take(pod, stale);
      }
    }
  }

  @Override
  public MetricSnapshots collect() {
    var place = namespace.get();
    var snapshots = new ArrayList<MetricSnapshot>();
    synchronized (lock) {
      snapshots.add(states(place));
      for (Value value : VALUES) {
        snapshots.add(gauge(place, value));
      }
      snapshots.add(successes(place));
      snapshots.add(durations(place));
      snapshots.add(errors(place));
    }
    snapshots.add(requests());
    return new MetricSnapshots(snapshots);
  }

  private GaugeSnapshot states(String place) {
    var gauge =
        GaugeSnapshot.builder()
            .name(PREFIX + "execution_state")
            .help(
                "State of the newest execution: 0 pending, 1 running, 2 completed, 3 failed; the"
                    + " label has its text.");
    for (PodSeries pod : pods.values()) {
      var execution = pod.execution();
      if (execution != null) {
        gauge.dataPoint(
            point(
                labels(place, pod).add("state", execution.stateLabel()),
                execution.meaning().number()));
      }
    }
    return gauge.build();
  }

  private GaugeSnapshot gauge(String place, Value value) {
    var gauge = GaugeSnapshot.builder().name(PREFIX + value.name()).help(value.help());
    for (PodSeries pod : pods.values()) {
      var execution = pod.execution();
      if (execution != null) {
        gauge.dataPoint(point(labels(place, pod), value.of().applyAsDouble(execution)));
      }
    }
    return gauge.build();
  }

  private GaugeSnapshot successes(String place) {
    var gauge =
        GaugeSnapshot.builder()
            .name(PREFIX + "query_success")
            .help("1 when the last query of the pod succeeded, 0 when it failed.");
    for (PodSeries pod : pods.values()) {
      var succeeded = pod.succeeded();
      if (succeeded != null) {
        gauge.dataPoint(point(labels(place, pod), succeeded ? 1 : 0));
      }
    }
    return gauge.build();
  }

  private HistogramSnapshot durations(String place) {
    var histogram =
        HistogramSnapshot.builder()
            .name(PREFIX + "query_duration_seconds")
            .help("How long a query took, from the first attempt to connect to its result.");
    for (PodSeries pod : pods.values()) {
      if (pod.queries() > 0) {
        histogram.dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(labels(place, pod))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(PodSeries.BOUNDS, pod.counts()))
                .sum(pod.seconds())
                .build());
      }
    }
    return histogram.build();
  }

  private CounterSnapshot errors(String place) {
    var counter =
        CounterSnapshot.builder()
            .name(PREFIX + "query_errors")
            .help("Queries of the pod that failed.");
    for (PodSeries pod : pods.values()) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(labels(place, pod))
              .value((double) pod.errors())
              .build());
    }
    return counter.build();
  }

  private CounterSnapshot requests() {
    var counter =
        CounterSnapshot.builder().name("api_requests").help("Requests by route and method.");
    requests
        .counts()
        .forEach(
            (kind, count) ->
                counter.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of("endpoint", kind.endpoint(), "method", kind.method()))
                        .value(count)
                        .build()));
    return counter.build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static Labels labels(String namespace, PodSeries pod) {
    return Labels.of("namespace", namespace, "pod_name", pod.pod());
  }
}
