package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.report.SubjectReport;

/** What a run came to, in a sentence. */
final class RunText {
  private RunText() {}

  static String of(SubjectReport report) {
    var client = report.subject().client();
    var network = report.subject().network();
    return switch (report.kind()) {
      case NONE -> "No issues for " + client + " on " + network;
      case UNEXPLAINED, ROOT_CAUSE ->
          "Issues for "
              + client
              + " on "
              + network
              + ": "
              + report.failing().size()
              + " checks failing";
      case INFRASTRUCTURE ->
          "Infrastructure problem on "
              + report.infrastructure().size()
              + " machines, "
              + client
              + " not alerted";
      case NETWORK_WIDE ->
          "Network-wide incident on "
              + network
              + ": "
              + report.failingPairs()
              + " of "
              + report.allPairs()
              + " client pairs failing";
      case NO_DATA -> "No data for " + network + ": none of the checks could be judged";
    };
  }
}
