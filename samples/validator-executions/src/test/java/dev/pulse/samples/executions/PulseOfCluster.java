package dev.pulse.samples.executions;

import dev.pulse.core.Pulse;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The system of a cluster, whose scans the test asks for one by one. */
final class PulseOfCluster implements AutoCloseable {
  private final ManualClock clock = ManualClock.at(Rig.START);
  private final Pulse pulse;
  private final ValidatorExecutions system;

  PulseOfCluster(KubernetesConnection.Builder kubernetes, Map<String, String> variables) {
    // On the thread of the test: when a scan has come back it is over, and not only written down.
    // Whoever asks in between would join it.
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(new ManualScheduler(clock))
            .executor(Runnable::run)
            .start();
    system =
        ValidatorExecutions.builder(pulse)
            .settings(ExecutionsSettings.from(variables))
            .kubernetes(kubernetes)
            .build();
  }

  ValidatorExecutions system() {
    return system;
  }

  /** Scans once; the first time begins the system. */
  Scan scan() throws Exception {
    if (pulse.check(ValidatorExecutions.SCAN).isEmpty()) {
      system.begin();
      return system.recentScan().get(60, TimeUnit.SECONDS);
    }
    return system.scanNow().get(60, TimeUnit.SECONDS);
  }

  /** How many queries of a pod failed. */
  double errors(int number) {
    var pod = "pod_name=\"bboostd-validator-validator-" + number + "-0\"} ";
    return scrape()
        .lines()
        .filter(line -> line.startsWith("bboostd_validator_query_errors_total{"))
        .filter(line -> line.contains(pod))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(pod) + pod.length())))
        .sum();
  }

  String scrape() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(system.metrics());
    return registry.scrape();
  }

  @Override
  public void close() {
    pulse.close();
    system.close();
  }
}
