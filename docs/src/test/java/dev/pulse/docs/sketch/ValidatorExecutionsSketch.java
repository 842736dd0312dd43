package dev.pulse.docs.sketch;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Validator executions: the newest row of the work log inside each pod, asked in parallel, one
 * finding per pod. A pod that cannot be asked is unknown and harms no other.
 */
final class ValidatorExecutionsSketch implements Check {
  private static final Reason EXECUTION_FAILED = Reason.of("bboostd.execution_failed");

  private final List<String> pods;
  private final PodQuery query;
  private final ExecutorService workers;

  /** Asks one pod; the real system runs sqlite3 in it through the exec interface of Kubernetes. */
  interface PodQuery {
    Execution newest(String pod) throws Exception;
  }

  /** The newest row of a pod. */
  record Execution(String state, @Nullable Long startBlock, @Nullable String error) {}

  ValidatorExecutionsSketch(String prefix, int first, int last, PodQuery query, ExecutorService w) {
    this.pods = IntStream.rangeClosed(first, last).mapToObj(n -> prefix + n + "-0").toList();
    this.query = query;
    this.workers = w;
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    Map<String, Future<Execution>> running = submit();
    var findings = new ArrayList<Finding>();
    var samples = new ArrayList<Sample>();
    try {
      for (var entry : running.entrySet()) {
        var pod = entry.getKey();
        var labels = Labels.of("pod_name", pod);
        try {
          long left = context.remaining().toNanos();
          var execution = entry.getValue().get(left, TimeUnit.NANOSECONDS);
          findings.add(judge(pod, execution).withLabels(labels));
          // 0 is a block like any other; a block that is not known has no sample.
          if (execution.startBlock() != null) {
            samples.add(
                Sample.gauge(
                    "execution_start_block", labels, execution.startBlock().doubleValue()));
          }
        } catch (ExecutionException e) {
          context.log().add(pod + ": " + e.getCause());
          findings.add(unknown(pod, String.valueOf(e.getCause().getMessage())).withLabels(labels));
        } catch (TimeoutException e) {
          findings.add(unknown(pod, "no answer before the deadline").withLabels(labels));
        }
      }
    } finally {
      running.values().forEach(future -> future.cancel(true));
    }
    long asked = findings.stream().filter(f -> f.status() != Status.UNKNOWN).count();
    var summary = asked + " of " + pods.size() + " pods answered";
    return CheckResult.worstOf(EXECUTION_FAILED, summary, findings).withSamples(samples);
  }

  /** All pods at once; how many really run at a time is decided by the size of the pool. */
  private Map<String, Future<Execution>> submit() {
    var running = new LinkedHashMap<String, Future<Execution>>();
    for (String pod : pods) {
      Callable<Execution> task = () -> query.newest(pod);
      running.put(pod, workers.submit(task));
    }
    return running;
  }

  private static Finding judge(String pod, Execution execution) {
    if (execution.error() != null && !execution.error().isEmpty()) {
      return Finding.of(pod, Status.FAIL, execution.error());
    }
    var status =
        switch (execution.state().strip().toLowerCase(Locale.ROOT)) {
          case "pending", "running", "completed" -> Status.PASS;
          case "failed" -> Status.FAIL;
          default -> Status.WARN;
        };
    return Finding.of(pod, status, execution.state());
  }

  private static Finding unknown(String pod, String why) {
    return Finding.of(pod, Status.UNKNOWN, why);
  }

  /**
   * What a scorer will be given: 100 × good ÷ judged, half up. Pods that nobody could ask are not
   * counted, and nothing counted is no score at all.
   */
  static OptionalInt score(Collection<Finding> findings) {
    long failed = findings.stream().filter(f -> f.status() == Status.FAIL).count();
    long good = findings.stream().filter(f -> f.text().equals("completed")).count();
    return failed + good == 0
        ? OptionalInt.empty()
        : OptionalInt.of(
            BigDecimal.valueOf(100 * good)
                .divide(BigDecimal.valueOf(failed + good), 0, RoundingMode.HALF_UP)
                .intValueExact());
  }
}
