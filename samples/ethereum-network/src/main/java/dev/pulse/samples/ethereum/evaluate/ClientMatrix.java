package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An evaluation as people look at it: consensus clients against execution clients, and how many
 * nodes of each pair stand how, over all checks and in each of them. Nodes whose pair is not known
 * are not in it. Immutable.
 */
public final class ClientMatrix {
  private static final Comparator<ClientPair> ORDER =
      Comparator.comparing(ClientPair::consensus).thenComparing(ClientPair::execution);

  private final List<Cell> cells;

  private ClientMatrix(List<Cell> cells) {
    this.cells = List.copyOf(cells);
  }

  /**
   * A pair of clients.
   *
   * @param pair which
   * @param all its nodes over all checks
   * @param checks its nodes in each check, by the id of the check, in the order of the checks
   */
  public record Cell(ClientPair pair, Tally all, Map<String, Tally> checks) {
    /** A cell; the map is copied. */
    public Cell {
      requireNonNull(pair, "pair");
      requireNonNull(all, "all");
      checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    }
  }

  /**
   * How many nodes stand how.
   *
   * @param pass are well
   * @param warn are well as far as is known
   * @param unknown of these nobody knows
   * @param fail fail
   */
  public record Tally(int pass, int warn, int unknown, int fail) {
    private static Tally of(Map<Status, Integer> counts) {
      return new Tally(
          counts.getOrDefault(Status.PASS, 0),
          counts.getOrDefault(Status.WARN, 0),
          counts.getOrDefault(Status.UNKNOWN, 0),
          counts.getOrDefault(Status.FAIL, 0));
    }

    /** How many there are. */
    public int nodes() {
      return pass + warn + unknown + fail;
    }

    /**
     * Fail with one that fails; else unknown when of none it is known that it is well; else warn
     * when of some it is not, or not of all checks; else pass.
     */
    public Status status() {
      if (fail > 0) {
        return Status.FAIL;
      }
      if (pass + warn == 0) {
        return Status.UNKNOWN;
      }
      return warn + unknown > 0 ? Status.WARN : Status.PASS;
    }
  }

  /** Counts while nodes are gone through. */
  private static final class Counts {
    private final Map<Status, Integer> all = new EnumMap<>(Status.class);
    private final Map<String, Map<Status, Integer>> checks = new LinkedHashMap<>();

    void add(NetworkEvaluation evaluation, String node) {
      all.merge(evaluation.standing(node), 1, Integer::sum);
      for (var check : evaluation.checks()) {
        var counts = checks.computeIfAbsent(check.id(), id -> new EnumMap<>(Status.class));
        check.state(node).ifPresent(state -> counts.merge(state, 1, Integer::sum));
      }
    }

    Cell cell(ClientPair pair) {
      var tallies = new LinkedHashMap<String, Tally>();
      checks.forEach((id, counts) -> tallies.put(id, Tally.of(counts)));
      return new Cell(pair, Tally.of(all), tallies);
    }
  }

  /** The matrix of an evaluation. */
  public static ClientMatrix of(NetworkEvaluation evaluation) {
    var counts = new TreeMap<ClientPair, Counts>(ORDER);
    for (var node : evaluation.nodes().values()) {
      node.pair()
          .ifPresent(
              pair ->
                  counts.computeIfAbsent(pair, key -> new Counts()).add(evaluation, node.name()));
    }
    return new ClientMatrix(
        counts.entrySet().stream().map(it -> it.getValue().cell(it.getKey())).toList());
  }

  /** The pairs with at least one node, by consensus and then by execution client. */
  public List<Cell> cells() {
    return cells;
  }

  /** The clients of a layer that have a node; sorted. */
  public List<String> clients(Layer layer) {
    return cells.stream().map(cell -> cell.pair().client(layer)).distinct().sorted().toList();
  }
}
