package dev.pulse.samples.ethereum.node;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A machine of a network.
 *
 * @param name how it is displayed, by which it is told from others; without the prefixes that all
 *     nodes of the network share
 * @param instance the {@code instance} label from which the name was made
 * @param pair its clients; empty when they are not known: such a node is listed, and not analysed
 */
public record Node(String name, String instance, Optional<ClientPair> pair) {
  /** A node, with a name that is not empty. */
  public Node {
    requireNonNull(name, "name");
    requireNonNull(instance, "instance");
    requireNonNull(pair, "pair");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a node needs a name");
    }
  }

  /** Whether this client is one of its two. */
  public boolean runs(String client) {
    return pair.isPresent() && pair.get().contains(client);
  }
}
