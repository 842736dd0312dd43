package dev.pulse.core.analysis;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * What a {@link PairAnalysis} found. Everything is sorted and nothing occurs twice, so that the
 * same observations give the same verdict in whatever order they came. Immutable.
 */
public final class PairVerdict {
  private final boolean widespread;
  private final List<Suspect> candidates;
  private final List<Suspect> rootCauses;
  private final List<Pair> failingPairs;
  private final List<Pair> allPairs;
  private final Map<Pair, ? extends SortedSet<String>> unhealthy;
  private final Set<String> exempt;

  PairVerdict(
      boolean widespread,
      List<Suspect> candidates,
      List<Suspect> rootCauses,
      SortedSet<Pair> allPairs,
      Map<Pair, ? extends SortedSet<String>> unhealthy,
      Set<String> exempt) {
    this.widespread = widespread;
    this.candidates = List.copyOf(candidates);
    this.rootCauses = List.copyOf(rootCauses);
    this.failingPairs = List.copyOf(unhealthy.keySet());
    this.allPairs = List.copyOf(allPairs);
    this.unhealthy = unhealthy;
    this.exempt = exempt;
  }

  /**
   * Whether so much fails, on both sides, that no part can be blamed: the cause lies outside of the
   * pairs. Then there are no root causes and nothing is unexplained. Always {@code false} unless
   * {@link PairAnalysis.Builder#widespread} asks for it.
   */
  public boolean widespread() {
    return widespread;
  }

  /** The parts with enough peers to be suspected; sorted by name, then side. */
  public List<Suspect> candidates() {
    return candidates;
  }

  /** The candidates that are at fault; sorted by name, then side. */
  public List<Suspect> rootCauses() {
    return rootCauses;
  }

  /** Whether a part is among the {@link #rootCauses()}. */
  public boolean isRootCause(Side side, String name) {
    requireNonNull(side, "side");
    requireNonNull(name, "name");
    return rootCauses.stream().anyMatch(it -> it.side() == side && it.name().equals(name));
  }

  /** Whether one of the two parts of a pair is among the {@link #rootCauses()}. */
  public boolean explains(Pair pair) {
    return isRootCause(Side.FIRST, pair.first()) || isRootCause(Side.SECOND, pair.second());
  }

  /** The pairs with at least one unhealthy node; sorted. */
  public List<Pair> failingPairs() {
    return failingPairs;
  }

  /** The pairs with at least one node; sorted. */
  public List<Pair> allPairs() {
    return allPairs;
  }

  /**
   * The unhealthy nodes of a part that neither a root cause nor an exempt part explains: whoever
   * owns the part should look at them. A lone failing pair is unexplained for both its parts.
   *
   * @return sorted by name, each once; empty for a part that does not occur
   */
  public List<String> unexplained(Side side, String name) {
    requireNonNull(side, "side");
    requireNonNull(name, "name");
    if (widespread) {
      return List.of();
    }
    var nodes = new ArrayList<String>();
    unhealthy.forEach(
        (pair, names) -> {
          if (pair.name(side).equals(name)
              && !exempt.contains(pair.first())
              && !exempt.contains(pair.second())
              && !explains(pair)) {
            nodes.addAll(names);
          }
        });
    nodes.sort(null);
    return List.copyOf(nodes);
  }

  /** What was found, in a few words. */
  @Override
  public String toString() {
    return failingPairs.size()
        + " of "
        + allPairs.size()
        + " pairs failing"
        + (widespread ? ", widespread" : ", root causes " + rootCauses);
  }
}
