package dev.pulse.core.analysis;

import java.util.List;

/**
 * A part that fails together with several parts of the other side, and the evidence. Made by {@link
 * PairAnalysis}. Immutable.
 */
public final class Suspect {
  private final Side side;
  private final String name;
  private final List<String> peers;
  private final List<String> nodes;
  private final boolean major;
  private final boolean exempt;

  Suspect(
      Side side,
      String name,
      List<String> peers,
      List<String> nodes,
      boolean major,
      boolean exempt) {
    this.side = side;
    this.name = name;
    this.peers = List.copyOf(peers);
    this.nodes = List.copyOf(nodes);
    this.major = major;
    this.exempt = exempt;
  }

  /** Which part of the pairs it is. */
  public Side side() {
    return side;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The parts of the other side with which it forms a failing pair; sorted, each once. */
  public List<String> peers() {
    return peers;
  }

  /** The unhealthy nodes that it is a part of; sorted, each once. */
  public List<String> nodes() {
    return nodes;
  }

  /** Whether it fails with so many others that it explains their failures. */
  public boolean major() {
    return major;
  }

  /** Whether trouble with it is expected; see {@link PairAnalysis.Builder#exempt}. */
  public boolean exempt() {
    return exempt;
  }

  /** Its name, side and number of peers. */
  @Override
  public String toString() {
    return name + " (" + side + ", " + peers.size() + " peers)";
  }
}
