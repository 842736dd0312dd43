package dev.pulse.benchmarks.kubernetes;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.kubernetes.PodExec;
import dev.pulse.kubernetes.PodScanner;
import dev.pulse.kubernetes.PodSqlite;
import dev.pulse.kubernetes.SqliteRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scans the pods of a fake cluster in another process, each of which takes a known time to answer,
 * and compares with the time that nobody can beat: that of the pods, shared out among those that
 * are asked at once. One JVM measures one number of pods and one concurrency, so that its memory is
 * that of nothing else. Ends with 1 when a pod failed, or a target is missed.
 */
public final class KubernetesScan {
  private static final String PART = "kubernetes-scan";
  private static final String FILE = "/opt/storage/database.db";
  private static final String QUERY = "SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1";
  private static final int WARM_UP_PODS = 78;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What one scan cost. */
  private record Cost(double seconds, double cpu) {}

  private final Path kubeconfig;
  private final int pods;
  private final int concurrency;
  private final double answerSeconds;

  private KubernetesScan(Path kubeconfig, int pods, int concurrency, double answerSeconds) {
    this.kubeconfig = kubeconfig;
    this.pods = pods;
    this.concurrency = concurrency;
    this.answerSeconds = answerSeconds;
  }

  /**
   * Measures.
   *
   * @param arguments the kubeconfig; how many pods, how many at once, how many scans after the
   *     first; the milliseconds that a pod takes; the file for the figures
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var scan =
        new KubernetesScan(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[4]) / 1e3);
    var figures = new Figures();
    scan.measure(Integer.parseInt(arguments[3]), figures);
    figures.append(Path.of(arguments[5]));
    if (!figures.areMet()) {
      System.exit(1);
    }
  }

  private void measure(int scans, Figures figures) throws IOException, InterruptedException {
    var connection =
        KubernetesConnection.builder()
            .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
            .build();
    var exec = PodExec.builder(connection).timeout(TIMEOUT).build();
    var costs = new ArrayList<Cost>();
    try (var few = scanner(exec, Math.min(pods, WARM_UP_PODS));
        var all = scanner(exec, pods)) {
      var first = cost(few, Math.min(pods, WARM_UP_PODS));
      if (pods <= WARM_UP_PODS) {
        report(figures, ", first scan", List.of(first));
      }
      for (int i = 0; i < scans; i++) {
        costs.add(cost(all, pods));
      }
    }
    report(figures, "", costs);
    figures.add(
        Figure.of(PART, name() + ": resident, at most", (double) Machine.status("VmHWM"), "MiB"));
  }

  private PodScanner<List<SqliteRow>> scanner(PodExec exec, int pods) {
    return PodScanner.builder(exec, PodSqlite.query(QUERY).file(FILE).build())
        .pods(
            IntStream.range(0, pods)
                .mapToObj(i -> "bboostd-validator-validator-" + i + "-0")
                .toList())
        .concurrency(concurrency)
        .build();
  }

  private static Cost cost(PodScanner<List<SqliteRow>> scanner, int pods)
      throws IOException, InterruptedException {
    var before = Machine.now();
    var scan = scanner.scan();
    var after = Machine.now();
    if (scan.succeeded() != pods) {
      throw new IllegalStateException(
          "of %d pods %d answered; first failure: %s"
              .formatted(
                  pods,
                  scan.succeeded(),
                  scan.answers().stream()
                      .flatMap(answer -> answer.failure().stream())
                      .findFirst()));
    }
    return new Cost(after.since(before).toNanos() / 1e9, after.cpuSince(before).toNanos() / 1e9);
  }

  private void report(Figures figures, String which, List<Cost> costs) {
    double ideal = pods * answerSeconds / concurrency;
    var seconds =
        Figure.of(PART, name() + which + ": scan", median(costs, Cost::seconds), "s")
            .beside(ideal)
            .note(String.format(Locale.ROOT, "limit: pods × %.1f s / at once", answerSeconds));
    boolean promised = pods == 78 && concurrency == 10 && which.isEmpty();
    figures.add(promised ? seconds.atMost(3) : seconds);
    figures.add(Figure.of(PART, name() + which + ": CPU", median(costs, Cost::cpu), "s"));
  }

  private interface Part {
    double of(Cost cost);
  }

  private static double median(List<Cost> costs, Part part) {
    var sorted = costs.stream().mapToDouble(part::of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private String name() {
    return String.format(Locale.ROOT, "%,d pods, %d at once", pods, concurrency);
  }
}
