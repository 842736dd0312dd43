package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks all pods, and writes down what they answer. Pulse never runs it twice at a time. */
final class ScanCollector implements Collector {
  private final Pods pods;
  private final ScanBook book;
  private final ExecutionBook executions;
  private final ExecutionMetrics metrics;
  private final ExecutionLog log;
  private final Optional<Duration> stuckAfter;

  ScanCollector(
      Pods pods,
      ScanBook book,
      ExecutionBook executions,
      ExecutionMetrics metrics,
      ExecutionLog log,
      Optional<Duration> stuckAfter) {
    this.pods = requireNonNull(pods, "pods");
    this.book = requireNonNull(book, "book");
    this.executions = requireNonNull(executions, "executions");
    this.metrics = requireNonNull(metrics, "metrics");
    this.log = requireNonNull(log, "log");
    this.stuckAfter = requireNonNull(stuckAfter, "stuckAfter");
  }

  @Override
  public Samples collect(CollectContext context) throws InterruptedException {
    book.begin();
    try {
      var begunAt = context.clock().instant();
      var results = pods.ask();
      var scan = new Scan(pods.namespace(), results, begunAt, context.clock().instant());
      metrics.take(scan);
      executions.take(scan);
      book.write(scan);
      log.connection(pods);
      log.scanned(scan);
      return samples(scan);
    } finally {
      book.end();
    }
  }

  /**
   * What Pulse remembers over time: how many stand how, and how far each pod is. What is missing
   * has no sample, and when no pod could be asked there is none at all: the scan itself is unknown
   * then.
   */
  private Samples samples(Scan scan) {
    var samples = Samples.builder();
    if (scan.succeeded() > 0) {
      samples
          .gauge("validator_executions_pods", Labels.of("result", "succeeded"), scan.succeeded())
          .gauge("validator_executions_pods", Labels.of("result", "failed"), scan.failed());
      standings(scan)
          .forEach(
              (standing, count) ->
                  samples.gauge(
                      "validator_executions_standing",
                      Labels.of("standing", standing.word()),
                      count));
    }
    for (PodResult pod : scan.pods()) {
      var labels = Labels.of("namespace", scan.namespace(), "pod_name", pod.pod());
      var execution = pod.execution();
      if (execution == null) {
        samples.unavailable(pod.pod(), ExecutionLog.line(String.valueOf(pod.error())));
      } else {
        add(samples, "validator_executions_start_block", labels, execution.startBlock());
        add(samples, "validator_executions_end_block", labels, execution.endBlock());
      }
    }
    return samples.build();
  }

  /** How many of those that could be asked stand how. */
  private Map<Standing, Integer> standings(Scan scan) {
    var counts = new EnumMap<Standing, Integer>(Standing.class);
    for (Standing standing : Standing.values()) {
      if (standing != Standing.UNKNOWN) {
        counts.put(standing, 0);
      }
    }
    scan.pods().stream()
        .map(PodResult::execution)
        .filter(Objects::nonNull)
        .map(execution -> Standing.of(execution, stuckAfter, scan.endedAt()))
        .forEach(standing -> counts.merge(standing, 1, Integer::sum));
    return counts;
  }

  private static void add(
      Samples.Builder samples, String name, Labels labels, @Nullable Long value) {
    if (value != null) {
      samples.gauge(name, labels, value);
    }
  }
}
