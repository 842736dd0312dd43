package dev.pulse.core.analysis;

import static java.util.Objects.requireNonNull;

/**
 * How one node stood. There is none for a node of which nothing is known: leave it out, since
 * neither health nor failure follows from silence.
 *
 * @param node what identifies it, not blank
 * @param pair what it is made of
 * @param healthy whether it did what it should
 */
public record PairObservation(String node, Pair pair, boolean healthy) {
  /**
   * An observation.
   *
   * @throws IllegalArgumentException when the node is blank
   */
  public PairObservation {
    requireNonNull(node, "node");
    requireNonNull(pair, "pair");
    if (node.isBlank()) {
      throw new IllegalArgumentException("an observation needs the name of a node");
    }
  }

  /** A node that did what it should. */
  public static PairObservation healthy(String node, Pair pair) {
    return new PairObservation(node, pair, true);
  }

  /** A node that did not. */
  public static PairObservation unhealthy(String node, Pair pair) {
    return new PairObservation(node, pair, false);
  }
}
