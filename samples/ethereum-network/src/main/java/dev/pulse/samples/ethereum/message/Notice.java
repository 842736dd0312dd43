package dev.pulse.samples.ethereum.message;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.report.SubjectReport;

/**
 * What a message is about: the topic says why somebody is told, which a report that finds all well
 * again does not say any more.
 *
 * @param topic why somebody is told
 * @param report what the run found
 */
public record Notice(Topic topic, SubjectReport report) {
  /** A notice; both parts are needed. */
  public Notice {
    requireNonNull(topic, "topic");
    requireNonNull(report, "report");
  }

  /** Why somebody is told. */
  public enum Topic {
    /** A client fails. */
    CLIENT,
    /** So much of a network fails that no client is blamed. */
    NETWORK_WIDE,
    /** Nothing is known of a network. */
    NO_DATA
  }
}
