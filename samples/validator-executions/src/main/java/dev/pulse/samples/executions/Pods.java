package dev.pulse.samples.executions;

import java.util.List;

/** Where the pods are asked. Thread-safe. */
interface Pods extends AutoCloseable {
  /** Where they are, as far as is known. */
  String namespace();

  /** Whether anything says where the cluster is. */
  boolean isConfigured();

  /** Whether the cluster answered when it was asked last, and knew who asks. */
  boolean isConnected();

  /**
   * Asks all of them.
   *
   * @return what was learnt of each, in the order of their numbers
   */
  List<PodResult> ask() throws InterruptedException;

  /** Breaks off whatever is asked. */
  @Override
  void close();
}
