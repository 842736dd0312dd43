package dev.pulse.samples.ethereum.report;

import dev.pulse.core.analysis.Suspect;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes down how a judgement came about, for whoever asks later. Confine to one thread. */
final class RunReportLog {
  private final NetworkEvaluation evaluation;
  private final List<String> lines = new ArrayList<>();

  RunReportLog(NetworkEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  void head(String runId, String client, Layer layer) {
    lines.add("Run " + runId);
    lines.add("Network " + evaluation.network() + ", evaluated at " + evaluation.at());
    if (!client.isEmpty()) {
      lines.add("Client " + client + " (" + layer.abbreviation() + ")");
    }
  }

  void checks() {
    for (var check : evaluation.checks()) {
      lines.add(
          "Check %s (%s): %s, %d failing, %d passing, %d unknown"
              .formatted(
                  check.id(),
                  check.name(),
                  check.status(),
                  check.failing().size(),
                  check.passing().size(),
                  check.unknown().size()));
      nodes("  " + check.detailKey(), check.failing());
      nodes("  unknownNodes", check.unknown());
      check.errors().forEach(error -> lines.add("  error: " + error));
    }
  }

  void analysis() {
    var verdict = evaluation.verdict();
    lines.add(
        "Analysis: %d of %d client pairs failing%s"
            .formatted(
                verdict.failingPairs().size(),
                verdict.allPairs().size(),
                verdict.widespread() ? ", network-wide" : ""));
    verdict.candidates().forEach(it -> lines.add("  " + suspect(it)));
    nodes("  Unattributed nodes", evaluation.unattributed());
    evaluation.notes().forEach(note -> lines.add("  " + note));
  }

  private String suspect(Suspect suspect) {
    boolean blamed = evaluation.verdict().isRootCause(suspect.side(), suspect.name());
    return "%s: %s (%s), failing with %d: %s; nodes: %s"
        .formatted(
            blamed ? "Root cause" : "Candidate",
            suspect.name(),
            SubjectReports.layer(suspect.side()).abbreviation(),
            suspect.peers().size(),
            String.join(", ", suspect.peers()),
            String.join(", ", suspect.nodes()));
  }

  void nodes(String what, Collection<String> nodes) {
    if (!nodes.isEmpty()) {
      lines.add(what + " (" + nodes.size() + "): " + String.join(", ", nodes));
    }
  }

  void decision(Kind kind) {
    lines.add(
        "Decision: "
            + switch (kind) {
              case NONE -> "nothing for this client";
              case INFRASTRUCTURE -> "machines do not answer, the client is not alerted";
              case UNEXPLAINED -> "failures that no other client explains";
              case ROOT_CAUSE -> "the client is a root cause";
              case NETWORK_WIDE -> "network-wide incident, no client is blamed";
              case NO_DATA -> "no data, none of the checks could be judged";
            });
  }

  List<String> lines() {
    return lines;
  }
}
