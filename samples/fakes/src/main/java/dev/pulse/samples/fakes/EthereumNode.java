package dev.pulse.samples.fakes;

/**
 * A made-up machine of a network.
 *
 * @param name how it is told from others
 * @param consensus the key of its consensus client
 * @param execution the key of its execution client
 */
public record EthereumNode(String name, String consensus, String execution) {
  boolean runs(String client) {
    return consensus.equals(client) || execution.equals(client);
  }
}
