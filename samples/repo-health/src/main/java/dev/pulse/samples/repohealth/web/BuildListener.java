package dev.pulse.samples.repohealth.web;

import dev.pulse.samples.repohealth.store.BuildRow;

/** Learns of builds that are reported, at once. Called on the thread of the request. */
@FunctionalInterface
public interface BuildListener {
  /**
   * A build was reported that nobody knew, and is stored. What this throws is logged, and the
   * caller is told that the report was accepted.
   *
   * @param defaultBranch the branch of its repository that counts; empty when the repository is not
   *     scanned
   */
  void reported(BuildRow build, String defaultBranch);
}
