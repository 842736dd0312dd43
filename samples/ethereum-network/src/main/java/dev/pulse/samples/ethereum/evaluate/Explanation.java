package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.core.analysis.Pair;
import dev.pulse.core.analysis.Side;
import dev.pulse.core.analysis.Suspect;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Says in words how the analysis of an evaluation came to its verdict: why a client is at fault or
 * is not, and whose fault a failing pair is. Immutable.
 */
public final class Explanation {
  private static final String FIRST_STRONG_ISOLATE = "\u2068";
  private static final String POP_ISOLATE = "\u2069";

  private final NetworkEvaluation evaluation;
  private final Map<Side, Map<String, Integer>> partners = new HashMap<>();
  private final Set<ClientPair> failing = new HashSet<>();
  private final Set<ClientPair> concerned = new HashSet<>();

  /** Whose fault a failing pair is. */
  public enum Fault {
    /** That of a root cause, of which the pair is a consequence. */
    ROOT_CAUSE,
    /** One of its clients is not in production yet. */
    PRE_PRODUCTION,
    /** So much fails that nobody is blamed. */
    NETWORK_WIDE,
    /** All of its nodes that fail are on machines that do not answer. */
    INFRASTRUCTURE,
    /** Nothing explains it, so either client may be at fault. */
    UNEXPLAINED
  }

  /**
   * Whose fault a pair is.
   *
   * @param fault of which kind
   * @param clients the keys of the clients that explain it; empty where none does
   * @param text the same in a sentence
   */
  public record Cause(Fault fault, List<String> clients, String text) {
    /** A cause; the list is copied. */
    public Cause {
      requireNonNull(fault, "fault");
      clients = List.copyOf(clients);
      requireNonNull(text, "text");
    }
  }

  /**
   * A client that fails with at least two of the other layer.
   *
   * @param client its key
   * @param layer its layer
   * @param rootCause whether it is at fault
   * @param peers the clients of the other layer with which it fails; sorted
   * @param nodes its unhealthy nodes; sorted
   * @param text why it is, or is not, at fault
   */
  public record Blame(
      String client,
      Layer layer,
      boolean rootCause,
      List<String> peers,
      List<String> nodes,
      String text) {
    /** A blame; the lists are copied. */
    public Blame {
      requireNonNull(client, "client");
      requireNonNull(layer, "layer");
      peers = List.copyOf(peers);
      nodes = List.copyOf(nodes);
      requireNonNull(text, "text");
    }
  }

  private Explanation(NetworkEvaluation evaluation) {
    this.evaluation = evaluation;
    for (var pair : evaluation.verdict().allPairs()) {
      count(Side.FIRST, pair);
      count(Side.SECOND, pair);
    }
    for (var pair : evaluation.verdict().failingPairs()) {
      failing.add(new ClientPair(pair.first(), pair.second()));
    }
    for (var node : evaluation.nodes().values()) {
      if (evaluation.health(node.name()) == Status.FAIL
          && !evaluation.infrastructure().contains(node.name())) {
        node.pair().ifPresent(concerned::add);
      }
    }
  }

  private void count(Side side, Pair pair) {
    partners.computeIfAbsent(side, key -> new HashMap<>()).merge(pair.name(side), 1, Integer::sum);
  }

  /** How the verdict of an evaluation came about. */
  public static Explanation of(NetworkEvaluation evaluation) {
    return new Explanation(evaluation);
  }

  /** The clients that are suspected, root causes first, each part sorted by name. */
  public List<Blame> blames() {
    var all = evaluation.verdict().candidates().stream().map(this::blame).toList();
    return Stream.concat(
            all.stream().filter(Blame::rootCause), all.stream().filter(it -> !it.rootCause()))
        .toList();
  }

  private Blame blame(Suspect suspect) {
    boolean guilty = evaluation.verdict().isRootCause(suspect.side(), suspect.name());
    return new Blame(
        suspect.name(),
        layer(suspect.side()),
        guilty,
        suspect.peers(),
        suspect.nodes(),
        fails(suspect) + (guilty ? guilt(suspect) : innocence(suspect)));
  }

  private String fails(Suspect suspect) {
    int all = partners.getOrDefault(suspect.side(), Map.of()).getOrDefault(suspect.name(), 0);
    return "%s fails with %d of its %d %s"
        .formatted(
            apart(suspect.name()),
            suspect.peers().size(),
            all,
            clients(suspect.side().opposite(), all));
  }

  private String guilt(Suspect suspect) {
    if (suspect.exempt()) {
      return ", and is not in production yet: trouble with it is expected, and nobody else is"
          + " blamed for it.";
    }
    if (suspect.major()) {
      return ". From "
          + BlameRules.MAJOR
          + " on it is not each of them that is at fault, but what they have in common: "
          + apart(suspect.name())
          + ".";
    }
    var innocent = suspect.peers().stream().filter(it -> !isBetterBlamed(suspect, it)).toList();
    return ". Of these, %s %s with fewer than %d %s, so that %s is what they have in common."
        .formatted(
            listed(innocent),
            innocent.size() == 1 ? "fails" : "fail",
            BlameRules.MAJOR,
            clients(suspect.side(), BlameRules.MAJOR),
            apart(suspect.name()));
  }

  private String innocence(Suspect suspect) {
    if (evaluation.verdict().widespread()) {
      return ", but so much fails that no client is blamed.";
    }
    var better = suspect.peers().stream().filter(it -> isBetterBlamed(suspect, it)).toList();
    return ", but %s %s that better."
        .formatted(listed(better), better.size() == 1 ? "explains" : "explain");
  }

  /** Whether a peer explains a failing pair with this suspect better than the suspect does. */
  private boolean isBetterBlamed(Suspect suspect, String peer) {
    return evaluation.clients().isPreProduction(peer)
        || evaluation.verdict().candidates().stream()
            .anyMatch(
                it ->
                    it.side() == suspect.side().opposite() && it.name().equals(peer) && it.major());
  }

  /**
   * Whose fault a pair is.
   *
   * @throws IllegalArgumentException when it does not fail
   */
  public Cause cause(ClientPair pair) {
    if (!fails(pair)) {
      throw new IllegalArgumentException("the pair does not fail");
    }
    if (evaluation.verdict().widespread()) {
      return new Cause(
          Fault.NETWORK_WIDE,
          List.of(),
          "The network as a whole is in trouble: no client is blamed.");
    }
    var guilty = new TreeSet<String>();
    var early = new TreeSet<String>();
    for (var layer : Layer.values()) {
      var client = pair.client(layer);
      if (evaluation.verdict().isRootCause(side(layer), client)) {
        guilty.add(client);
      }
      if (evaluation.clients().isPreProduction(client)) {
        early.add(client);
      }
    }
    if (!guilty.isEmpty()) {
      return new Cause(
          Fault.ROOT_CAUSE,
          List.copyOf(guilty),
          "A consequence of "
              + listed(List.copyOf(guilty))
              + (guilty.size() == 1 ? ", a root cause." : ", root causes."));
    }
    if (!early.isEmpty()) {
      return new Cause(
          Fault.PRE_PRODUCTION,
          List.copyOf(early),
          listed(List.copyOf(early))
              + (early.size() == 1 ? " is" : " are")
              + " not in production yet: nobody is alarmed.");
    }
    return concerned.contains(pair)
        ? new Cause(
            Fault.UNEXPLAINED,
            List.of(),
            "No root cause explains it: the people of both clients are told.")
        : new Cause(
            Fault.INFRASTRUCTURE,
            List.of(),
            "The machines of all its nodes that fail do not answer: no client is blamed.");
  }

  /** Whether a pair fails. */
  public boolean fails(ClientPair pair) {
    return failing.contains(pair);
  }

  private static String listed(List<String> names) {
    var shown = names.stream().map(Explanation::apart).toList();
    int last = shown.size() - 1;
    return last < 1
        ? String.join("", shown)
        : String.join(", ", shown.subList(0, last)) + " and " + shown.get(last);
  }

  /**
   * A name as it stands in a sentence. Names come from metrics: one that is written from right to
   * left, or says that what follows is, turns only itself.
   */
  private static String apart(String name) {
    return name.chars().allMatch(character -> character < 128)
        ? name
        : FIRST_STRONG_ISOLATE + name + POP_ISOLATE;
  }

  private static String clients(Side side, int count) {
    return (side == Side.FIRST ? "consensus" : "execution") + (count == 1 ? " client" : " clients");
  }

  private static Layer layer(Side side) {
    return side == Side.FIRST ? Layer.CONSENSUS : Layer.EXECUTION;
  }

  private static Side side(Layer layer) {
    return layer == Layer.CONSENSUS ? Side.FIRST : Side.SECOND;
  }
}
