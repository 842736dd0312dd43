package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.core.analysis.Pair;
import dev.pulse.core.analysis.PairAnalysis;
import dev.pulse.core.analysis.PairObservation;
import dev.pulse.core.analysis.PairVerdict;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a network stood at a moment: one answer for all who watch it, whichever client they care for.
 * Immutable.
 */
public final class NetworkEvaluation {
  private final String network;
  private final Instant at;
  private final Clients clients;
  private final List<CheckEvaluation> checks;
  private final SortedMap<String, Node> nodes;
  private final PairVerdict verdict;
  private final SortedSet<String> infrastructure;
  private final List<String> notes;
  private final boolean inventoryKnown;
  private final Map<String, Instant> lastSeen;

  private NetworkEvaluation(Builder builder) {
    this.network = builder.network;
    this.at = builder.at;
    this.clients = builder.clients;
    this.checks = List.copyOf(builder.checks);
    this.nodes = Collections.unmodifiableSortedMap(new TreeMap<>(builder.nodes));
    this.verdict = builder.analysis.analyze(observations());
    this.infrastructure = Collections.unmodifiableSortedSet(new TreeSet<>(builder.infrastructure));
    this.notes = List.copyOf(builder.notes);
    this.inventoryKnown = builder.inventoryKnown;
    this.lastSeen = Map.copyOf(builder.lastSeen);
  }

  private NetworkEvaluation(
      NetworkEvaluation before, Collection<String> infrastructure, String note) {
    this.network = before.network;
    this.at = before.at;
    this.clients = before.clients;
    this.checks = before.checks;
    this.nodes = before.nodes;
    this.verdict = before.verdict;
    this.infrastructure = Collections.unmodifiableSortedSet(new TreeSet<>(infrastructure));
    this.notes = Stream.concat(before.notes.stream(), Stream.of(note)).toList();
    this.inventoryKnown = before.inventoryKnown;
    this.lastSeen = before.lastSeen;
  }

  private List<PairObservation> observations() {
    var observations = new ArrayList<PairObservation>();
    for (var node : nodes.values()) {
      var health = health(node.name());
      if (node.pair().isPresent() && health != Status.UNKNOWN) {
        var pair = node.pair().get();
        observations.add(
            new PairObservation(
                node.name(), new Pair(pair.consensus(), pair.execution()), health == Status.PASS));
      }
    }
    return observations;
  }

  /**
   * A builder.
   *
   * @param network the key of the network
   * @param at when its queries were asked
   * @param clients what was known of clients then
   * @param analysis who is at fault, with consensus clients as the first side
   */
  public static Builder builder(
      String network, Instant at, Clients clients, PairAnalysis analysis) {
    return new Builder(network, at, clients, analysis);
  }

  /** The key of the network. */
  public String network() {
    return network;
  }

  /** When the queries were asked. */
  public Instant at() {
    return at;
  }

  /** What was known of clients then. */
  public Clients clients() {
    return clients;
  }

  /** The checks, in their order. */
  public List<CheckEvaluation> checks() {
    return checks;
  }

  /**
   * The worst status of the checks: fail, unknown, warn, pass. Without the inventory it is warn at
   * best, because nobody knows who is missing.
   */
  public Status status() {
    var status =
        checks.stream().map(CheckEvaluation::status).max(Status::compareTo).orElse(Status.UNKNOWN);
    return status == Status.PASS && !inventoryKnown ? Status.WARN : status;
  }

  /** Whether it is known which nodes were seen of late, so that silent ones are missed. */
  public boolean isInventoryKnown() {
    return inventoryKnown;
  }

  /** Whether no check could be judged: all are unknown. */
  public boolean noData() {
    return checks.stream().allMatch(it -> it.status() == Status.UNKNOWN);
  }

  /** All nodes that are expected or seen, by name; sorted, unmodifiable. */
  public SortedMap<String, Node> nodes() {
    return nodes;
  }

  /** The nodes that run a client; sorted by name. */
  public List<Node> nodesOf(String client) {
    return nodes.values().stream().filter(it -> it.runs(client)).toList();
  }

  /** The names of the nodes whose pair is not known, which no analysis sees; sorted. */
  public List<String> unattributed() {
    return nodes.values().stream().filter(it -> it.pair().isEmpty()).map(Node::name).toList();
  }

  /**
   * How a node stands over all checks: {@link Status#FAIL} when it fails one, else {@link
   * Status#PASS} when it passes one, else {@link Status#UNKNOWN}.
   */
  public Status health(String node) {
    var states = checks.stream().flatMap(it -> it.state(node).stream()).toList();
    if (states.contains(Status.FAIL)) {
      return Status.FAIL;
    }
    return states.contains(Status.PASS) ? Status.PASS : Status.UNKNOWN;
  }

  /**
   * How a node is shown: as {@link #health} has it, but {@link Status#WARN} where it fails no
   * check, and some are unknown of it.
   */
  public Status standing(String node) {
    var health = health(node);
    return health == Status.PASS
            && checks.stream()
                .anyMatch(it -> it.state(node).filter(Status.UNKNOWN::equals).isPresent())
        ? Status.WARN
        : health;
  }

  /**
   * How a node did in a check; see {@link CheckEvaluation#state}. Unknown when there was no such
   * check, since then nobody asked; and for a node that was not seen while the inventory is not
   * known, since then it may be expected.
   */
  public Optional<Status> state(String check, String node) {
    for (var evaluation : checks) {
      if (evaluation.id().equals(check)) {
        var state = evaluation.state(node);
        return state.isEmpty() && !inventoryKnown ? Optional.of(Status.UNKNOWN) : state;
      }
    }
    return Optional.of(Status.UNKNOWN);
  }

  /** When a node was last seen before this evaluation; empty for one that was not. */
  public Optional<Instant> lastSeen(String node) {
    return Optional.ofNullable(lastSeen.get(node));
  }

  /** Who is at fault, with consensus clients as the first side and execution clients as second. */
  public PairVerdict verdict() {
    return verdict;
  }

  /** The unhealthy nodes whose machines do not answer; sorted, unmodifiable. */
  public SortedSet<String> infrastructure() {
    return infrastructure;
  }

  /** What else the log should say of this evaluation, such as what the probe found. */
  public List<String> notes() {
    return notes;
  }

  /** This evaluation with what a probe found. */
  NetworkEvaluation probed(Collection<String> infrastructure, String note) {
    return new NetworkEvaluation(this, infrastructure, note);
  }

  /** The network, its status and its verdict. */
  @Override
  public String toString() {
    return network + " " + status() + ", " + verdict;
  }

  /** Builds a {@link NetworkEvaluation}. Confine to one thread. */
  public static final class Builder {
    private final String network;
    private final Instant at;
    private final Clients clients;
    private final PairAnalysis analysis;
    private final List<CheckEvaluation> checks = new ArrayList<>();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final SortedSet<String> infrastructure = new TreeSet<>();
    private final List<String> notes = new ArrayList<>();
    private boolean inventoryKnown = true;
    private Map<String, Instant> lastSeen = Map.of();

    private Builder(String network, Instant at, Clients clients, PairAnalysis analysis) {
      this.network = requireNonNull(network, "network");
      this.at = requireNonNull(at, "at");
      this.clients = requireNonNull(clients, "clients");
      this.analysis = requireNonNull(analysis, "analysis");
    }

    /** Adds a check; they keep their order. */
    public Builder check(CheckEvaluation check) {
      checks.add(requireNonNull(check, "check"));
      return this;
    }

    /** Adds nodes; of two of one name the one with a pair is kept, else the first. */
    public Builder nodes(Collection<Node> nodes) {
      nodes.forEach(it -> this.nodes.merge(it.name(), it, (a, b) -> a.pair().isPresent() ? a : b));
      return this;
    }

    /** Says which nodes' machines do not answer; default: none. */
    public Builder infrastructure(Collection<String> nodes) {
      infrastructure.addAll(nodes);
      return this;
    }

    /** Says that nobody knows which nodes were seen of late; default: it is known. */
    public Builder withoutInventory() {
      inventoryKnown = false;
      return this;
    }

    /** Says when nodes were seen before, by their names; default: nobody knows. */
    public Builder lastSeen(Map<String, Instant> times) {
      lastSeen = Map.copyOf(times);
      return this;
    }

    /** Adds a line for the log. */
    public Builder note(String line) {
      notes.add(requireNonNull(line, "line"));
      return this;
    }

    /** The evaluation; makes the analysis. */
    public NetworkEvaluation build() {
      return new NetworkEvaluation(this);
    }
  }
}
