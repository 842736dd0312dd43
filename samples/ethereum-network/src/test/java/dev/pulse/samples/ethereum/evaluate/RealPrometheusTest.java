package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queries mean on a real Prometheus what the page says. */
@Timeout(90)
@DisplayName("Defect 1: the five checks on a real Prometheus with three nodes and more")
class RealPrometheusTest {
  private static final Instant AT = Instant.parse("2026-11-21T07:00:00Z");
  // The nodes of hoodi, and how they stand.
  private static final String FIRST = "lighthouse-geth-1";
  private static final String ON_THE_EDGE = "teku-besu-1";
  private static final String BEHIND = "prysm-reth-1";
  // Seen in two families; of its head there is one sample.
  private static final String ONE_SAMPLE = "grandine-reth-1";

  @TempDir private static Path folder;
  private static PrometheusProcess prometheus;
  private static MetricsBackend backend;

  private final Pulse pulse = Pulse.builder().start();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeThat(PrometheusProcess.installed()).isTrue();
    prometheus = PrometheusProcess.over(history(), folder);
    var client = prometheus.client();
    backend = request -> client.query(request.at(AT));
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  private static String history() {
    var history = new MetricsHistory(AT);
    history.family("eth_con_sync_is_syncing");
    history.value("hoodi", "u", FIRST, 0).value("hoodi", "u", ON_THE_EDGE, 0);
    history.value("hoodi", "u", BEHIND, 1).value("hoodi", "u", ONE_SAMPLE, 0);
    others(history, 1);
    history.value("lonely", "", "teku-besu-6", 0).value("lonely", "synctest-7", "teku-besu-7", 1);
    history.family("beacon_head_slot");
    history.rising("hoodi", "u", FIRST, 1_000).flat("hoodi", "u", ON_THE_EDGE, 1_000);
    history.falling("hoodi", "u", BEHIND, 1_000).value("hoodi", "u", ONE_SAMPLE, 1_000);
    history.flat("hoodi-10", "u", "teku-besu-9", 1);
    history.family("beacon_finalized_epoch");
    history.value("hoodi", "u", FIRST, 100).value("hoodi", "u", ON_THE_EDGE, 96);
    history.value("hoodi", "u", BEHIND, 95);
    others(history, 1_000);
    history.family("eth_exe_sync_is_syncing");
    history.value("hoodi", "u", FIRST, 0).value("hoodi", "u", ON_THE_EDGE, 0);
    history.value("hoodi", "u", BEHIND, 1);
    others(history, 1);
    history.family("eth_exe_block_most_recent_number");
    history.value("hoodi", "u", FIRST, 1_000).value("hoodi", "u", ON_THE_EDGE, 995);
    history.value("hoodi", "u", BEHIND, 994);
    others(history, 1_000_000);
    return history.text();
  }

  /**
   * Networks whose names begin the same or match as an expression, and a test of synchronisation.
   */
  private static void others(MetricsHistory history, long value) {
    history.value("hoodi-10", "u", "teku-besu-9", value);
    history.value("axb", "u", "teku-besu-8", value);
    history.value("hoodi", "synctest-7", "teku-besu-7", value);
  }

  private NetworkEvaluation evaluate(String network) throws InterruptedException {
    return Evaluations.builder(backend, pulse.documents("inventory", Inventory.class))
        .clock(ManualClock.at(AT))
        .checks(HealthChecks.standard())
        .build()
        .of(network);
  }

  private static CheckEvaluation check(NetworkEvaluation evaluation, String id) {
    var check =
        evaluation.checks().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    assertThat(check.errors()).isEmpty();
    return check;
  }

  @Test
  @DisplayName("Row 1: a node that is syncing fails cl-sync, the others pass")
  void clSync() throws InterruptedException {
    var check = check(evaluate("hoodi"), "cl-sync");

    assertThat(check.failing()).containsExactly(BEHIND);
    assertThat(check.passing()).containsExactly(ONE_SAMPLE, FIRST, ON_THE_EDGE);
  }

  @Test
  @DisplayName(
      "Row 2, defect 8, C3: a flat and a falling head fail, a rising one passes, one sample is unknown")
  void clHeadSlot() throws InterruptedException {
    var check = check(evaluate("hoodi"), "cl-head-slot");

    assertThat(check.failing()).containsExactly(BEHIND, ON_THE_EDGE);
    assertThat(check.passing()).containsExactly(FIRST);
    assertThat(check.unknown()).containsExactly(ONE_SAMPLE);
  }

  @Test
  @DisplayName("Row 3: 4 epochs behind the network pass, 5 fail")
  void clFinalizedEpoch() throws InterruptedException {
    var check = check(evaluate("hoodi"), "cl-finalized-epoch");

    assertThat(check.failing()).containsExactly(BEHIND);
    assertThat(check.passing()).containsExactly(FIRST, ON_THE_EDGE);
  }

  @Test
  @DisplayName("Row 4: a node that is syncing fails el-sync, the others pass")
  void elSync() throws InterruptedException {
    var check = check(evaluate("hoodi"), "el-sync");

    assertThat(check.failing()).containsExactly(BEHIND);
    assertThat(check.passing()).containsExactly(FIRST, ON_THE_EDGE);
  }

  @Test
  @DisplayName("Row 5: 5 blocks behind the network pass, 6 fail")
  void elBlockHeight() throws InterruptedException {
    var check = check(evaluate("hoodi"), "el-block-height");

    assertThat(check.failing()).containsExactly(BEHIND);
    assertThat(check.passing()).containsExactly(FIRST, ON_THE_EDGE);
  }

  @Test
  @DisplayName("C1, 8.1: a.b does not select axb, nor hoodi hoodi-10; hostile names select nothing")
  void theNetworkIsNoExpression() throws InterruptedException {
    assertThat(evaluate("hoodi").nodes()).containsOnlyKeys(FIRST, ON_THE_EDGE, BEHIND, ONE_SAMPLE);
    assertThat(evaluate("axb").nodes()).containsOnlyKeys("teku-besu-8");
    for (var hostile : List.of("a.b", "hoodi.*", "a\"} or vector(1) #", "\\", "x\ny")) {
      var evaluation = evaluate(hostile);
      assertThat(evaluation.noData()).isTrue();
      assertThat(evaluation.checks()).allMatch(it -> it.errors().isEmpty());
    }
  }

  @Test
  @DisplayName("C1: a series without ingress_user is included, one of synctest is not")
  void aSeriesWithoutIngressUserIsIncluded() throws InterruptedException {
    var evaluation = evaluate("lonely");

    assertThat(evaluation.nodes()).containsOnlyKeys("teku-besu-6");
    assertThat(evaluation.health("teku-besu-6")).isEqualTo(Status.PASS);
  }
}
