package dev.pulse.samples.ethereum.evaluate;

/**
 * Asks whether the machine of a node answers, as opposed to the clients on it. Must be thread-safe;
 * several nodes are asked at once.
 */
public interface NodeProbe {
  /**
   * Whether a node of a network can be asked: names come from metrics, and what is no name of a
   * host is not connected to.
   */
  boolean canAsk(String network, String node);

  /**
   * Whether a machine answers. Should end within a few seconds; whoever asks does not wait for
   * longer than all questions together may take.
   *
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  boolean answers(String network, String node) throws InterruptedException;
}
