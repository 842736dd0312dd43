package dev.pulse.samples.ethereum.node;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * The two clients of a node, by their keys. Clients are compared in lower case and exactly: {@code
 * nimbus} is not a part of {@code nimbusel}.
 *
 * @param consensus the key of the consensus client; kept in lower case
 * @param execution the key of the execution client; kept in lower case
 */
public record ClientPair(String consensus, String execution) {
  /** A pair of two keys, which are not blank. */
  public ClientPair {
    consensus = requireNonNull(consensus, "consensus").toLowerCase(Locale.ROOT);
    execution = requireNonNull(execution, "execution").toLowerCase(Locale.ROOT);
    if (consensus.isBlank() || execution.isBlank()) {
      throw new IllegalArgumentException("a pair needs a client of each layer");
    }
  }

  /** The client of a layer. */
  public String client(Layer layer) {
    return layer == Layer.CONSENSUS ? consensus : execution;
  }

  /** Whether one of the two is this client. */
  public boolean contains(String client) {
    var key = client.toLowerCase(Locale.ROOT);
    return consensus.equals(key) || execution.equals(key);
  }
}
