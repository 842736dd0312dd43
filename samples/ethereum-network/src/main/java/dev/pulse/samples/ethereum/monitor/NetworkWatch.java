package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.analysis.Suspect;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Networks that are evaluated again and again, so that people see how they stand whenever they
 * look. It has no rule: alerts are the affair of the clients that are registered. Thread-safe.
 */
final class NetworkWatch {
  /** The queries of a check with all that is tried again, and a probe. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Reason NODES_FAIL = Reason.of("nodes_fail");
  private static final Reason NETWORK_WIDE = Reason.of("network_wide");
  private static final Reason PARTLY_UNKNOWN = Reason.of("partly_unknown");

  private final Pulse pulse;
  private final EvaluationSource evaluations;
  private final Optional<Duration> every;
  private final Map<String, Integer> watchers = new HashMap<>();
  private final Object lock = new Object();

  /**
   * A watch.
   *
   * @param every how often; empty for never
   */
  NetworkWatch(Pulse pulse, EvaluationSource evaluations, Optional<Duration> every) {
    this.pulse = pulse;
    this.evaluations = evaluations;
    this.every = every;
  }

  /** Evaluates a network from now on, until it is released as often as it was asked for. */
  void watch(String network) {
    if (every.isEmpty()) {
      return;
    }
    synchronized (lock) {
      if (watchers.merge(network, 1, Integer::sum) == 1) {
        pulse.add(registration(network, every.get()));
      }
    }
  }

  /** Somebody needs it no more. */
  void release(String network) {
    synchronized (lock) {
      if (watchers.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1) == null
          && every.isPresent()) {
        pulse.remove(JobNames.evaluation(network));
      }
    }
  }

  /** Whether a network is evaluated. */
  boolean isWatched(String network) {
    synchronized (lock) {
      return watchers.containsKey(network);
    }
  }

  private Registration registration(String network, Duration time) {
    return Registration.check(
            JobNames.evaluation(network), context -> result(evaluations.of(network)))
        .title("Network " + network)
        .target(
            Target.of(
                network, Labels.from(Map.of(Jobs.SYSTEM_LABEL, Jobs.SYSTEM, "network", network))))
        .schedule(Schedules.every(time))
        .timeout(LONGEST)
        .build();
  }

  private static CheckResult result(NetworkEvaluation evaluation) {
    var verdict = evaluation.verdict();
    return outcome(evaluation)
        .withSample(Sample.gauge("ethereum_pairs", verdict.allPairs().size()))
        .withSample(Sample.gauge("ethereum_failing_pairs", verdict.failingPairs().size()));
  }

  private static CheckResult outcome(NetworkEvaluation evaluation) {
    var verdict = evaluation.verdict();
    var pairs =
        "%d of %d client pairs".formatted(verdict.failingPairs().size(), verdict.allPairs().size());
    if (evaluation.noData()) {
      return CheckResult.unknown(Reason.NO_DATA, "No data: none of the checks could be judged");
    }
    if (verdict.widespread()) {
      return CheckResult.fail(NETWORK_WIDE, "Network-wide: " + pairs + " fail");
    }
    if (evaluation.status() == Status.FAIL) {
      var causes =
          verdict.rootCauses().stream().map(Suspect::name).collect(Collectors.joining(", "));
      return CheckResult.fail(
          NODES_FAIL,
          pairs + " fail, " + (causes.isEmpty() ? "without a root cause" : "root cause " + causes));
    }
    return switch (evaluation.status()) {
      case PASS -> CheckResult.pass("No failing client pairs among " + verdict.allPairs().size());
      case WARN -> CheckResult.warn(PARTLY_UNKNOWN, "No failing client pairs, as far as is known");
      default -> CheckResult.unknown(Reason.NO_DATA, "Some of the checks could not be judged");
    };
  }
}
