package dev.pulse.samples.ethereum.report;

import dev.pulse.api.model.Status;
import dev.pulse.core.analysis.PairVerdict;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One evaluation seen by one subject. Confine to one thread. */
final class Judgement {
  private final NetworkEvaluation evaluation;
  private final Subject subject;
  private final String client;
  private final Layer layer;
  private final PairVerdict verdict;
  private final List<Node> nodes;
  private final List<String> affected = new ArrayList<>();
  private final List<String> infrastructure = new ArrayList<>();
  private final List<String> unrelated = new ArrayList<>();
  private final List<String> noData = new ArrayList<>();

  Judgement(NetworkEvaluation evaluation, Subject subject) {
    this.evaluation = evaluation;
    this.subject = subject;
    this.client = subject.client().toLowerCase(Locale.ROOT);
    this.layer = evaluation.clients().target(client);
    this.verdict = evaluation.verdict();
    this.nodes =
        client.isEmpty() ? List.copyOf(evaluation.nodes().values()) : evaluation.nodesOf(client);
  }

  SubjectReport report(String runId) {
    for (var node : nodes) {
      switch (evaluation.health(node.name())) {
        case FAIL -> unhealthy(node).add(node.name());
        case UNKNOWN -> noData.add(node.name());
        default -> {
          // A healthy node is nobody's concern.
        }
      }
    }
    var kind = kind();
    var checks = evaluation.checks();
    var failing = SubjectReports.failing(evaluation, nodes);
    var rootCauses = verdict.rootCauses().stream().map(SubjectReports::rootCause).toList();
    return new SubjectReport(
        runId,
        evaluation.at(),
        subject,
        layer,
        status(),
        (int) checks.stream().filter(this::isUnjudged).count(),
        checks.size(),
        kind,
        failing,
        affected,
        infrastructure,
        unrelated,
        noData,
        rootCauses,
        verdict.failingPairs().size(),
        verdict.allPairs().size(),
        log(runId, kind));
  }

  private List<String> unhealthy(Node node) {
    if (evaluation.infrastructure().contains(node.name())) {
      return infrastructure;
    }
    return node.pair().isPresent() && !client.isEmpty() && othersFault(node.pair().get())
        ? unrelated
        : affected;
  }

  private boolean othersFault(ClientPair pair) {
    if (isRootCause()) {
      return false;
    }
    var side = pair.consensus().equals(client) ? Layer.EXECUTION : Layer.CONSENSUS;
    return verdict.isRootCause(SubjectReports.side(side), pair.client(side))
        || evaluation.clients().isPreProduction(pair.consensus())
        || evaluation.clients().isPreProduction(pair.execution());
  }

  private boolean isRootCause() {
    return verdict.isRootCause(SubjectReports.side(layer), client);
  }

  private Kind kind() {
    if (evaluation.noData()) {
      return Kind.NO_DATA;
    }
    if (verdict.widespread()) {
      return Kind.NETWORK_WIDE;
    }
    boolean concerned =
        isRootCause() || !verdict.unexplained(SubjectReports.side(layer), client).isEmpty();
    if (!concerned) {
      return Kind.NONE;
    }
    if (affected.isEmpty() && !infrastructure.isEmpty()) {
      return Kind.INFRASTRUCTURE;
    }
    return isRootCause() ? Kind.ROOT_CAUSE : Kind.UNEXPLAINED;
  }

  private Status status() {
    var status =
        evaluation.checks().stream()
            .map(check -> SubjectReports.status(check, nodes))
            .max(Status::compareTo)
            .orElse(Status.UNKNOWN);
    // Without the inventory nobody knows whether some of its nodes fell silent.
    return status == Status.PASS && !evaluation.isInventoryKnown() ? Status.WARN : status;
  }

  private boolean isUnjudged(CheckEvaluation check) {
    return SubjectReports.status(check, nodes) == Status.UNKNOWN;
  }

  private List<String> log(String runId, Kind kind) {
    var log = new RunReportLog(evaluation);
    log.head(runId, client, layer);
    log.checks();
    log.analysis();
    log.nodes("Affected", affected);
    log.nodes("Infrastructure", infrastructure);
    log.nodes("Likely unrelated", unrelated);
    log.nodes("No data", noData);
    log.decision(kind);
    return log.lines();
  }
}
