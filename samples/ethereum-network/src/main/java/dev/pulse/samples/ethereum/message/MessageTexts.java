package dev.pulse.samples.ethereum.message;

import dev.pulse.samples.ethereum.report.SubjectReport;
import java.time.Duration;

/** The sentences about reports that people know, in messages and in answers to commands alike. */
public final class MessageTexts {
  private MessageTexts() {}

  /**
   * What became of a run: {@code Issues for teku on hoodi: 2 checks failing}. That there are no
   * issues is said of what was judged only.
   */
  public static String outcome(SubjectReport report) {
    var of = report.subject().client() + " on " + report.subject().network();
    return switch (report.kind()) {
      case NONE -> noIssues(report, of);
      case UNEXPLAINED, ROOT_CAUSE ->
          "Issues for " + of + ": " + report.failing().size() + " checks failing";
      case INFRASTRUCTURE ->
          "Infrastructure problem on "
              + report.infrastructure().size()
              + " machines, "
              + report.subject().client()
              + " not alerted";
      case NETWORK_WIDE -> networkWide(report);
      case NO_DATA -> noData(report);
    };
  }

  private static String noIssues(SubjectReport report, String of) {
    if (report.unjudgedChecks() == 0) {
      return "No issues for " + of + (report.isAllKnown() ? "" : ", as far as is known");
    }
    return report.unjudgedChecks() >= report.allChecks()
        ? "No data for " + of + ": none of its nodes could be judged"
        : "No data for "
            + of
            + " in "
            + report.unjudgedChecks()
            + " of "
            + report.allChecks()
            + " checks, no issues in the others";
  }

  /** {@code Network-wide incident on hoodi: 9 of 9 client pairs failing}. */
  public static String networkWide(SubjectReport report) {
    return "Network-wide incident on "
        + report.subject().network()
        + ": "
        + report.failingPairs()
        + " of "
        + report.allPairs()
        + " client pairs failing";
  }

  /** {@code No data for hoodi: none of the checks could be judged}. */
  public static String noData(SubjectReport report) {
    return "No data for " + report.subject().network() + ": none of the checks could be judged";
  }

  /** {@code Recovered: teku on hoodi, open for 3h 5m}; what it is about depends on the topic. */
  public static String recovered(Notice notice, Duration open) {
    var subject = notice.report().subject();
    var what =
        switch (notice.topic()) {
          case CLIENT -> subject.client();
          case NETWORK_WIDE -> "network-wide incident";
          case NO_DATA -> "missing data";
        };
    return "Recovered: " + what + " on " + subject.network() + ", open for " + length(open);
  }

  /** A length of time in its two largest units, rounded down, as the lists of commands have it. */
  static String length(Duration time) {
    long minutes = Math.max(0, time.toMinutes());
    if (minutes == 0) {
      return "< 1 minute";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 24 ? hours + "h " + minutes % 60 + "m" : hours / 24 + "d " + hours % 24 + "h";
  }
}
