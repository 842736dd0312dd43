package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.samples.ethereum.node.Layer;

/**
 * One question about every node of a network at once. Five are built in; others join by being given
 * to the evaluations, or as services of this type on the class path.
 *
 * <p>Must be immutable and thread-safe.
 */
public interface HealthCheck {
  /** What identifies it in states and reports, such as {@code cl-sync}; never changes. */
  String id();

  /** What people read, such as {@code CL Sync Status}. */
  String name();

  /** The layer that it looks at. */
  Layer layer();

  /** What the log calls the nodes that fail it, such as {@code notSyncedNodes}. */
  String detailKey();
}
