package dev.pulse.samples.ethereum.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.evaluate.BlameRules;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.HealthCheck;
import dev.pulse.samples.ethereum.evaluate.HealthChecks;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.node.NodeNames;
import dev.pulse.samples.ethereum.report.SubjectReport.Item;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SubjectReportsTest {
  private static final Instant AT = Instant.parse("2026-11-21T07:00:00Z");
  private static final List<HealthCheck> CHECKS = HealthChecks.standard();
  private static final String RUN = "20261121-070000-0123456789abcdef";

  /** A network whose nodes pass or fail the first check, and pass the second. */
  private static NetworkEvaluation.Builder network(List<String> sick, List<String> well) {
    var all = Stream.concat(sick.stream(), well.stream()).toList();
    return empty(all)
        .check(CheckEvaluation.of(CHECKS.get(0), sick, all, all, List.of()))
        .check(CheckEvaluation.of(CHECKS.get(1), List.of(), all, all, List.of()));
  }

  private static NetworkEvaluation.Builder empty(List<String> nodes) {
    var clients = Clients.known();
    return NetworkEvaluation.builder("hoodi", AT, clients, BlameRules.standard().analysis(clients))
        .nodes(nodes.stream().map(SubjectReportsTest::node).toList());
  }

  private static Node node(String name) {
    return NodeNames.of("hoodi", Clients.known())
        .node(label -> label.equals("instance") ? Optional.of(name) : Optional.empty())
        .orElseThrow();
  }

  private static SubjectReport judge(NetworkEvaluation.Builder network, String client) {
    return SubjectReports.judge(network.build(), new Subject("hoodi", client, "g", "c"), RUN);
  }

  @Test
  @DisplayName("L1: a single failing pair is unexplained for both clients, and for no other")
  void aSingleFailingPairConcernsBothItsClients() {
    var network =
        network(List.of("teku-reth-1"), List.of("teku-geth-1", "prysm-reth-1", "prysm-geth-1"));

    for (var client : List.of("teku", "reth", "TEKU")) {
      var report = judge(network, client);
      assertThat(report.kind()).isEqualTo(Kind.UNEXPLAINED);
      assertThat(report.concernsClient()).isTrue();
      assertThat(report.affected()).containsExactly("teku-reth-1");
      assertThat(report.status()).isEqualTo(Status.FAIL);
      assertThat(report.items()).containsExactly(new Item("cl-sync", "teku-reth-1"));
    }
    var prysm = judge(network, "prysm");
    assertThat(prysm.kind()).isEqualTo(Kind.NONE);
    assertThat(prysm.status()).isEqualTo(Status.PASS);
    assertThat(prysm.items()).isEmpty();
  }

  @Test
  @DisplayName("L1, L2: the root cause is told, its victims have likely unrelated failures")
  void aRootCauseIsToldAndItsVictimsAreNot() {
    var network =
        network(List.of("teku-reth-1", "prysm-reth-1"), List.of("teku-geth-1", "prysm-geth-1"));

    var reth = judge(network, "reth");
    assertThat(reth.kind()).isEqualTo(Kind.ROOT_CAUSE);
    assertThat(reth.layer()).isEqualTo(Layer.EXECUTION);
    assertThat(reth.affected()).containsExactly("prysm-reth-1", "teku-reth-1");
    assertThat(reth.unrelated()).isEmpty();
    assertThat(reth.rootCauses())
        .containsExactly(
            new SubjectReport.RootCause(
                "reth",
                Layer.EXECUTION,
                List.of("prysm", "teku"),
                List.of("prysm-reth-1", "teku-reth-1")));
    var teku = judge(network, "teku");
    assertThat(teku.kind()).isEqualTo(Kind.NONE);
    assertThat(teku.affected()).isEmpty();
    assertThat(teku.unrelated()).containsExactly("teku-reth-1");
    assertThat(teku.status()).isEqualTo(Status.FAIL);
  }

  @Test
  @DisplayName("L2: beside nodes of its own, a client sees those that others explain as unrelated")
  void affectedAndUnrelatedAreToldApart() {
    var network =
        network(
            List.of("teku-reth-1", "prysm-reth-1", "teku-besu-1", "teku-ethereumjs-1"),
            List.of("prysm-geth-1"));

    // teku fails with three: reth is a cause of its own, ethereumjs is before production.
    var besu = judge(network, "besu");
    var report = judge(network, "prysm");

    assertThat(besu.unrelated()).containsExactly("teku-besu-1");
    assertThat(report.unrelated()).containsExactly("prysm-reth-1");
  }

  @Test
  @DisplayName("L2: failures with a client before production are likely unrelated")
  void failuresWithAClientBeforeProductionAreUnrelated() {
    var network =
        network(
            List.of("teku-ethereumjs-1", "teku-besu-1"),
            List.of("prysm-geth-1", "prysm-besu-1", "prysm-ethereumjs-1", "lodestar-geth-1"));
    // Two peers, one of them before production: teku is a candidate, and not at fault.

    var report = judge(network, "teku");

    assertThat(report.kind()).isEqualTo(Kind.UNEXPLAINED);
    assertThat(report.affected()).containsExactly("teku-besu-1");
    assertThat(report.unrelated()).containsExactly("teku-ethereumjs-1");
  }

  @Test
  @DisplayName("N7, defect 6: failing teku-nimbusel-1 never concerns nimbus")
  void nimbuselIsNotNimbus() {
    var network = network(List.of("teku-nimbusel-1", "teku-geth-1"), List.of("nimbus-geth-1"));

    var report = judge(network, "nimbus");

    assertThat(report.kind()).isEqualTo(Kind.NONE);
    assertThat(report.failing()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.PASS);
  }

  @Test
  @DisplayName("L4, row 12: with all its failures on silent machines the client is not concerned")
  void infrastructureAloneConcernsNoClient() {
    var network =
        network(List.of("teku-reth-1"), List.of("teku-geth-1", "prysm-reth-1"))
            .infrastructure(List.of("teku-reth-1"));

    var report = judge(network, "teku");

    assertThat(report.kind()).isEqualTo(Kind.INFRASTRUCTURE);
    assertThat(report.concernsClient()).isFalse();
    assertThat(report.infrastructure()).containsExactly("teku-reth-1");
    assertThat(report.affected()).isEmpty();
  }

  @Test
  @DisplayName("L4: a failure on a machine that answers keeps the client concerned")
  void oneRegularNodeKeepsTheClientConcerned() {
    var network =
        network(List.of("teku-reth-1", "teku-reth-2"), List.of("prysm-geth-1"))
            .infrastructure(List.of("teku-reth-1"));

    var report = judge(network, "teku");

    assertThat(report.kind()).isEqualTo(Kind.UNEXPLAINED);
    assertThat(report.affected()).containsExactly("teku-reth-2");
    assertThat(report.infrastructure()).containsExactly("teku-reth-1");
  }

  @Test
  @DisplayName("Row 10, M4: a network-wide incident says how many pairs fail of how many")
  void anIncidentConcernsNoClient() {
    var sick = new ArrayList<String>();
    for (var cl : List.of("lighthouse", "prysm", "teku")) {
      for (var el : List.of("geth", "besu", "reth")) {
        sick.add(cl + "-" + el + "-1");
      }
    }
    var network = network(sick, List.of("grandine-geth-1"));

    var client = judge(network, "teku");
    assertThat(client.kind()).isEqualTo(Kind.NETWORK_WIDE);
    assertThat(client.concernsClient()).isFalse();
    var whole = SubjectReports.judge(network.build(), Subject.wholeNetwork("hoodi", "g", "c"), RUN);
    assertThat(whole.kind()).isEqualTo(Kind.NETWORK_WIDE);
    assertThat(whole.failingPairs()).isEqualTo(9);
    assertThat(whole.allPairs()).isEqualTo(10);
    assertThat(whole.affected()).hasSize(9);
  }

  @Test
  @DisplayName("L9: when no check could be judged there is no data, and nodes that are missed")
  void nothingJudgedIsNoData() {
    var nodes = List.of("teku-geth-1", "prysm-geth-1");
    var network = empty(nodes);
    for (var check : CHECKS) {
      network.check(CheckEvaluation.of(check, List.of(), List.of(), nodes, List.of()));
    }

    var report = judge(network, "teku");

    assertThat(report.kind()).isEqualTo(Kind.NO_DATA);
    assertThat(report.status()).isEqualTo(Status.UNKNOWN);
    assertThat(report.noData()).containsExactly("teku-geth-1");
  }

  @Test
  @DisplayName("C7: a client of which nothing was seen is unknown, not healthy")
  void aClientThatIsNotThereIsUnknown() {
    var report = judge(network(List.of(), List.of("teku-geth-1")), "grandine");

    assertThat(report.kind()).isEqualTo(Kind.NONE);
    assertThat(report.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  @DisplayName("C7: one unknown node of a client is a warning, an error of a check an unknown")
  void theStatusIsThatOfTheClientsOwnNodes() {
    var nodes = List.of("teku-geth-1", "teku-besu-1", "prysm-geth-1");
    var warned =
        empty(nodes)
            .check(
                CheckEvaluation.of(
                    CHECKS.get(0),
                    List.of(),
                    List.of("teku-geth-1", "prysm-geth-1"),
                    nodes,
                    List.of()));
    assertThat(judge(warned, "teku").status()).isEqualTo(Status.WARN);
    assertThat(judge(warned, "prysm").status()).isEqualTo(Status.PASS);
    assertThat(judge(warned, "teku").noData()).containsExactly("teku-besu-1");
    warned.check(CheckEvaluation.of(CHECKS.get(1), List.of(), nodes, nodes, List.of("status 500")));
    assertThat(judge(warned, "prysm").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  @DisplayName("C12: the log tells checks, analysis and decision; equal inputs, equal lines")
  void theLogTellsHowItCameAbout() {
    var network =
        network(
                List.of("teku-reth-1", "prysm-reth-1", "bootnode"),
                List.of("teku-geth-1", "prysm-geth-1"))
            .check(
                CheckEvaluation.of(
                    CHECKS.get(3), List.of(), List.of(), List.of(), List.of("status 503: later")))
            .note("Probe: discarded, there is no healthy node to compare with");

    var report = judge(network, "reth");

    assertThat(report.log())
        .isEqualTo(judge(network, "reth").log())
        .containsExactly(
            "Run " + RUN,
            "Network hoodi, evaluated at 2026-11-21T07:00:00Z",
            "Client reth (EL)",
            "Check cl-sync (CL Sync Status): FAIL, 3 failing, 2 passing, 0 unknown",
            "  notSyncedNodes (3): bootnode, prysm-reth-1, teku-reth-1",
            "Check cl-head-slot (CL Head Slot): PASS, 0 failing, 5 passing, 0 unknown",
            "Check el-sync (EL Sync Status): UNKNOWN, 0 failing, 0 passing, 0 unknown",
            "  error: status 503: later",
            "Analysis: 2 of 4 client pairs failing",
            "  Root cause: reth (EL), failing with 2: prysm, teku; nodes: prysm-reth-1,"
                + " teku-reth-1",
            "  Unattributed nodes (1): bootnode",
            "  Probe: discarded, there is no healthy node to compare with",
            "Affected (2): prysm-reth-1, teku-reth-1",
            "Decision: the client is a root cause");
  }

  @Test
  @DisplayName("M1: failing checks are those of the client's nodes, in the order of the checks")
  void failingChecksAreInTheirOrder() {
    var nodes = List.of("teku-geth-1", "teku-geth-2", "prysm-besu-1");
    var network =
        empty(nodes)
            .check(check(1, List.of("teku-geth-2"), nodes))
            .check(check(3, List.of("prysm-besu-1"), nodes))
            .check(check(4, List.of("teku-geth-2", "teku-geth-1"), nodes));

    var report = judge(network, "geth");

    assertThat(report.failing())
        .containsExactly(
            new SubjectReport.FailingCheck(
                "cl-head-slot",
                "CL Head Slot",
                Layer.CONSENSUS,
                "stuckNodes",
                List.of("teku-geth-2")),
            new SubjectReport.FailingCheck(
                "el-block-height",
                "EL Block Height",
                Layer.EXECUTION,
                "stuckNodes",
                List.of("teku-geth-1", "teku-geth-2")));
  }

  private static CheckEvaluation check(int index, List<String> sick, List<String> all) {
    return CheckEvaluation.of(CHECKS.get(index), sick, all, all, List.of());
  }

  @Test
  void aReportIsKeptAsADocument() {
    var report =
        judge(network(List.of("teku-reth-1", "prysm-reth-1"), List.of("teku-geth-1")), "reth");
    try (var pulse = Pulse.builder().start()) {
      var documents = pulse.documents("reports", SubjectReport.class);
      documents.create("x", report);

      assertThat(documents.find("x").orElseThrow().value()).isEqualTo(report);
    }
  }

  @Test
  @DisplayName("C12: a run id is the UTC time and 16 hexadecimal digits")
  void aRunIdIsTheTimeAndSixteenDigits() {
    var random = new Random(1);

    assertThat(RunIds.at(AT, random)).matches("20261121-070000-[0-9a-f]{16}");
    assertThat(RunIds.at(AT, random)).isNotEqualTo(RunIds.at(AT, random));
  }
}
