package dev.pulse.samples.ethereum.node;

/** The two halves of a node. */
public enum Layer {
  /** The consensus client, which follows the beacon chain. */
  CONSENSUS("CL"),
  /** The execution client, which runs the transactions. */
  EXECUTION("EL");

  private final String abbreviation;

  Layer(String abbreviation) {
    this.abbreviation = abbreviation;
  }

  /** What everybody calls it: {@code CL} or {@code EL}. */
  public String abbreviation() {
    return abbreviation;
  }
}
