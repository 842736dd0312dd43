package dev.pulse.samples.ethereum;

import dev.pulse.samples.ethereum.evaluate.BlameRules;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.HealthChecks;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.node.NodeNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluations as a test wants them: some nodes are well, some fail a check, some are silent. */
public final class ScriptedEvaluation {
  private final String network;
  private final Set<String> well = new TreeSet<>();
  private final Set<String> failing = new TreeSet<>();
  private final Set<String> silent = new TreeSet<>();
  private final Set<String> machinesDown = new TreeSet<>();
  private Optional<String> error = Optional.empty();

  private ScriptedEvaluation(String network) {
    this.network = network;
  }

  /** A network without nodes. */
  public static ScriptedEvaluation of(String network) {
    return new ScriptedEvaluation(network);
  }

  /** One node of each pair, called {@code teku-geth-1}. */
  public static List<String> nodes(String consensus, String execution) {
    var nodes = new ArrayList<String>();
    for (var cl : consensus.split(",", -1)) {
      for (var el : execution.split(",", -1)) {
        nodes.add(cl + "-" + el + "-1");
      }
    }
    return nodes;
  }

  /** These pass everything. */
  public ScriptedEvaluation well(List<String> nodes) {
    well.addAll(nodes);
    return this;
  }

  /** These fail the synchronisation of their execution client. */
  public ScriptedEvaluation failing(List<String> nodes) {
    failing.addAll(nodes);
    return this;
  }

  /** These are expected, and not seen. */
  public ScriptedEvaluation silent(List<String> nodes) {
    silent.addAll(nodes);
    return this;
  }

  /** The machines of these do not answer. */
  public ScriptedEvaluation machinesDown(List<String> nodes) {
    machinesDown.addAll(nodes);
    return this;
  }

  /** The synchronisation of execution clients cannot be asked. */
  public ScriptedEvaluation error(String text) {
    error = Optional.of(text);
    return this;
  }

  /** The evaluation. */
  public NetworkEvaluation at(Instant at) {
    var clients = Clients.known();
    var expected = new TreeSet<String>(well);
    expected.addAll(failing);
    var present = new TreeSet<String>(expected);
    expected.addAll(silent);
    var builder =
        NetworkEvaluation.builder(network, at, clients, BlameRules.standard().analysis(clients))
            .nodes(expected.stream().map(this::node).toList())
            .infrastructure(machinesDown);
    for (var check : HealthChecks.standard()) {
      boolean asked = check.id().equals("el-sync");
      builder.check(
          CheckEvaluation.of(
              check,
              asked && error.isEmpty() ? failing : Set.of(),
              asked && error.isPresent() ? Set.of() : present,
              expected,
              asked ? error.stream().toList() : List.of()));
    }
    return builder.build();
  }

  private Node node(String name) {
    return NodeNames.of(network, Clients.known())
        .node(label -> label.equals("instance") ? Optional.of(name) : Optional.empty())
        .orElseThrow();
  }
}
