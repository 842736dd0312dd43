package dev.pulse.github;

/**
 * Learns of every request that a client makes, also of those that are tried again; for counting
 * them. Called on the thread that asks, after the request; must be quick and thread-safe. What it
 * throws is logged and changes nothing.
 */
@FunctionalInterface
public interface RequestObserver {
  /** A request is over. */
  void observed(ObservedRequest request);
}
