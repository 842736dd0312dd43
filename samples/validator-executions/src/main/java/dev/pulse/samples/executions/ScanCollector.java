package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import org.jspecify.annotations.Nullable;

/** Asks all pods, and writes down what they answer. Pulse never runs it twice at a time. */
final class ScanCollector implements Collector {
  private final Pods pods;
  private final ScanBook book;
  private final ExecutionMetrics metrics;
  private final ExecutionLog log;

  ScanCollector(Pods pods, ScanBook book, ExecutionMetrics metrics, ExecutionLog log) {
    this.pods = requireNonNull(pods, "pods");
    this.book = requireNonNull(book, "book");
    this.metrics = requireNonNull(metrics, "metrics");
    this.log = requireNonNull(log, "log");
  }

  @Override
  public Samples collect(CollectContext context) throws InterruptedException {
    book.begin();
    try {
      var begunAt = context.clock().instant();
      var results = pods.ask();
      var scan = new Scan(pods.namespace(), results, begunAt, context.clock().instant());
      metrics.take(scan);
      book.write(scan);
      log.connection(pods);
      log.scanned(scan);
      return samples(scan);
    } finally {
      book.end();
    }
  }

  /**
   * What Pulse remembers over time: how far each pod is. What is missing has no sample, and when no
   * pod could be asked there is none at all: the scan itself is unknown then.
   */
  private static Samples samples(Scan scan) {
    var samples = Samples.builder();
    if (scan.succeeded() > 0) {
      samples
          .gauge("validator_executions_pods", Labels.of("result", "succeeded"), scan.succeeded())
          .gauge("validator_executions_pods", Labels.of("result", "failed"), scan.failed());
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

  private static void add(
      Samples.Builder samples, String name, Labels labels, @Nullable Long value) {
    if (value != null) {
      samples.gauge(name, labels, value);
    }
  }
}
