package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.report.SubjectReport;

/** Posts the report of a run that somebody asked for. Thread-safe. */
@FunctionalInterface
public interface ReportPost {
  /**
   * Posts a report into a channel, and calls nobody.
   *
   * @throws Exception when it was not posted; the message has no secret in it
   */
  void post(String channel, SubjectReport report) throws Exception;
}
