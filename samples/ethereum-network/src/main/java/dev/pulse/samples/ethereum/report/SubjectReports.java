package dev.pulse.samples.ethereum.report;

import dev.pulse.api.model.Status;
import dev.pulse.core.analysis.Side;
import dev.pulse.core.analysis.Suspect;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.report.SubjectReport.FailingCheck;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import dev.pulse.samples.ethereum.report.SubjectReport.RootCause;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Judges what the evaluation of a network means for one who watches. Computes only. */
public final class SubjectReports {
  private SubjectReports() {}

  /**
   * The report of a subject.
   *
   * <p>A client is concerned when it is a root cause, or when nodes of it fail that no other client
   * explains. Its unhealthy nodes are told apart: those on machines that do not answer are
   * infrastructure; of the others, unless the client is a root cause itself, those with a root
   * cause or a client before production at their other side are likely unrelated; the rest is
   * affected. When nothing is affected because of the infrastructure, the client is not concerned.
   *
   * <p>For a subject that is the network as a whole all nodes are its own; its kind is {@link
   * Kind#NO_DATA}, {@link Kind#NETWORK_WIDE} or {@link Kind#NONE}.
   *
   * @param runId see {@link RunIds}
   */
  public static SubjectReport judge(NetworkEvaluation evaluation, Subject subject, String runId) {
    return new Judgement(evaluation, subject).report(runId);
  }

  /**
   * The report of a run that came to no evaluation, so that it leaves a log like any other.
   *
   * @param reason what became of the evaluation, on one line
   */
  public static SubjectReport broken(Subject subject, String runId, Instant at, String reason) {
    var layer = Clients.known().target(subject.client().toLowerCase(Locale.ROOT));
    return new SubjectReport(
        runId,
        at,
        subject,
        layer,
        Status.UNKNOWN,
        0,
        0,
        Kind.NO_DATA,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        List.of(
            "Run " + runId,
            "Network " + subject.network() + ", not evaluated at " + at,
            "Client " + subject.client() + " (" + layer.abbreviation() + ")",
            "The evaluation " + reason,
            "Decision: no data, nothing was evaluated"));
  }

  static Side side(Layer layer) {
    return layer == Layer.CONSENSUS ? Side.FIRST : Side.SECOND;
  }

  static Layer layer(Side side) {
    return side == Side.FIRST ? Layer.CONSENSUS : Layer.EXECUTION;
  }

  static RootCause rootCause(Suspect suspect) {
    return new RootCause(suspect.name(), layer(suspect.side()), suspect.peers(), suspect.nodes());
  }

  /** The checks that some of these nodes fail, in the order of the checks. */
  static List<FailingCheck> failing(NetworkEvaluation evaluation, List<Node> nodes) {
    return evaluation.checks().stream()
        .map(check -> failing(check, nodes))
        .filter(check -> !check.nodes().isEmpty())
        .toList();
  }

  private static FailingCheck failing(CheckEvaluation check, List<Node> nodes) {
    var names = nodes.stream().map(Node::name).filter(it -> check.failing().contains(it)).toList();
    return new FailingCheck(check.id(), check.name(), check.layer(), check.detailKey(), names);
  }

  /** How a check went for these nodes alone. */
  static Status status(CheckEvaluation check, List<Node> nodes) {
    var names = nodes.stream().map(Node::name).toList();
    if (names.stream().anyMatch(it -> check.failing().contains(it))) {
      return Status.FAIL;
    }
    if (!check.errors().isEmpty() || names.stream().noneMatch(it -> check.passing().contains(it))) {
      return Status.UNKNOWN;
    }
    return names.stream().anyMatch(it -> check.unknown().contains(it)) ? Status.WARN : Status.PASS;
  }
}
