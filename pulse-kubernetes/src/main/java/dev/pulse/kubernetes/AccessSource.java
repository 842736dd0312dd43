package dev.pulse.kubernetes;

import java.util.Optional;

/** Something on this machine that tells where a cluster is, and who asks it. */
interface AccessSource {
  /** The namespace that it names. */
  Optional<String> namespace();

  /**
   * Reads all of it.
   *
   * @throws KubernetesException when it cannot be read, or does not tell enough
   */
  ClusterAccess open(TimeBudget budget) throws InterruptedException;

  /** What and where it is, for people; nothing secret. */
  @Override
  String toString();
}
