package dev.pulse.samples.ethereum.message;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.FailingCheck;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import java.time.Instant;
import java.util.List;

/** Reports as runs leave them. */
final class Reports {
  static final Instant AT = Instant.parse("2026-11-20T23:59:30Z");
  static final String RUN = "20261120-235930-9f86d081884c7d65";
  static final String GUILD = "290926798626357999";
  static final String CHANNEL = "197038439483310086";

  private Reports() {}

  static SubjectReport of(String client, Kind kind) {
    var machines = kind == Kind.INFRASTRUCTURE ? List.of(client + "-geth-9") : List.<String>of();
    return report(
        "hoodi", client, Layer.CONSENSUS, kind, List.of(), List.of(), machines, List.of());
  }

  /** A report of a client that has no issues in what was judged. */
  static SubjectReport unjudged(String client, Status status, int checks) {
    return new SubjectReport(
        RUN,
        AT,
        new Subject("hoodi", client, GUILD, CHANNEL),
        Layer.CONSENSUS,
        status,
        checks,
        5,
        Kind.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        10,
        List.of("Run " + RUN));
  }

  static SubjectReport failing(String client, List<String> nodes) {
    return failing("hoodi", client, nodes, List.of(), List.of());
  }

  static SubjectReport failing(
      String network,
      String client,
      List<String> affected,
      List<String> infrastructure,
      List<String> unrelated) {
    var layer = client.equals("geth") ? Layer.EXECUTION : Layer.CONSENSUS;
    var checks =
        List.of(
            new FailingCheck(
                "cl-sync", "CL Sync Status", Layer.CONSENSUS, "notSyncedNodes", affected),
            new FailingCheck(
                "el-block-height", "EL Block Height", Layer.EXECUTION, "stuckNodes", affected));
    return report(
        network, client, layer, Kind.ROOT_CAUSE, checks, affected, infrastructure, unrelated);
  }

  private static SubjectReport report(
      String network,
      String client,
      Layer layer,
      Kind kind,
      List<FailingCheck> checks,
      List<String> affected,
      List<String> infrastructure,
      List<String> unrelated) {
    return new SubjectReport(
        RUN,
        AT,
        new Subject(network, client, GUILD, CHANNEL),
        layer,
        checks.isEmpty() ? Status.PASS : Status.FAIL,
        0,
        5,
        kind,
        checks,
        affected,
        infrastructure,
        unrelated,
        checks.isEmpty() ? List.of() : List.of(client + "-reth-5"),
        List.of(),
        9,
        10,
        List.of("Run " + RUN));
  }
}
