package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.ethereum.evaluate.BlameRules;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.HealthChecks;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.history.EvaluationHistory;
import dev.pulse.samples.ethereum.message.MessageLinks;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Node;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network with more pairs than are told one by one. */
class NetworkViewsTest {
  private static final int SIDE = 25;

  private final Rig rig = new Rig();
  private final NetworkViews views =
      new NetworkViews(
          new NetworkRoutes.Settings(
              List.of(),
              new MessageLinks(
                  URI.create("http://grafana"), "d", "l", URI.create("http://hive"), Map.of()),
              "example.org",
              Optional.empty()),
          new EvaluationHistory(
              network -> {
                throw new IllegalStateException("nobody asked for an evaluation");
              },
              rig.store,
              rig.clock,
              Optional.empty(),
              Duration.ofDays(1)));

  @AfterEach
  void close() {
    rig.close();
  }

  private static NetworkEvaluation large(Instant at, String failing) {
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < SIDE; i++) {
      for (int k = 0; k < SIDE; k++) {
        var pair = new ClientPair("cl" + (char) ('a' + i), "el" + (char) ('a' + k));
        var name = pair.consensus() + "-" + pair.execution() + "-1";
        nodes.add(new Node(name, name, Optional.of(pair)));
      }
    }
    var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
    var clients = Clients.known();
    var builder =
        NetworkEvaluation.builder("large", at, clients, BlameRules.standard().analysis(clients))
            .nodes(nodes);
    for (var check : HealthChecks.standard()) {
      builder.check(CheckEvaluation.of(check, Set.of(failing), names, names, List.of()));
    }
    return builder.build();
  }

  @Test
  void whatIsLeftOutOfALargeMatrixIsWell() {
    var last = "cly-ely-1";

    var told =
        views.whole("large", true, true, List.of(), Optional.of(large(rig.clock.instant(), last)));

    assertThat(told).containsEntry("pairs", SIDE * SIDE).containsEntry("cellsLeftOut", 125);
    assertThat((List<?>) told.get("cells"))
        .hasSize(500)
        .first()
        .satisfies(cell -> assertThat(cell.toString()).contains("cly", "ely", "status=fail"));
  }
}
