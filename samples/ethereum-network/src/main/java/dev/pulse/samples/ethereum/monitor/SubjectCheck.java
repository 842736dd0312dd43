package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.message.MessageTexts;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.FailingCheck;
import dev.pulse.samples.ethereum.store.AlertState;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The run of one registration as Pulse sees it. While the alert is open and confirmed it fails,
 * with a finding for each element of the fingerprint; when nothing may change nobody knows.
 */
final class SubjectCheck implements Check {
  /** The detail that names the run. */
  static final String RUN = "run";

  private static final Reason ISSUES = Reason.of("client_issues");
  private static final Reason INFRASTRUCTURE = Reason.of("infrastructure");
  private static final Reason NETWORK_WIDE = Reason.of("network_wide");
  private static final Reason UNSURE = Reason.of("not_all_known");
  private static final Reason PARTLY_UNKNOWN = Reason.of("partly_unknown");

  private final Run run;
  private final BooleanSupplier told;

  /** Looks at the client. */
  @FunctionalInterface
  interface Run {
    /** What was found, and what it makes of the alert. */
    SubjectRuns.Ran run() throws Exception;
  }

  /**
   * A check.
   *
   * @param run looks at the client
   * @param told whether Pulse has an incident of this registration that is open
   */
  SubjectCheck(Run run, BooleanSupplier told) {
    this.run = run;
    this.told = told;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    try {
      var ran = run.run();
      ran.report().log().forEach(context.log()::add);
      return result(ran).withDetail(RUN, ran.report().runId());
    } catch (CheckQueue.NotRunException e) {
      return CheckResult.unknown(Reason.of(e.code()), String.valueOf(e.getMessage()));
    }
  }

  private CheckResult result(SubjectRuns.Ran ran) {
    var text = MessageTexts.outcome(ran.report());
    return switch (ran.step().effect()) {
      case AFFECTED -> failing(ran, text);
      case CLEAR -> clear(ran.report(), text);
      case UNSURE ->
          CheckResult.unknown(UNSURE, text + ", but not all that was failing is known again");
      case NO_DATA -> CheckResult.unknown(Reason.NO_DATA, text);
      case INFRASTRUCTURE -> CheckResult.unknown(INFRASTRUCTURE, text);
      case NETWORK_WIDE -> CheckResult.unknown(NETWORK_WIDE, text);
    };
  }

  private static CheckResult failing(SubjectRuns.Ran ran, String text) {
    var names =
        ran.report().failing().stream()
            .collect(Collectors.toMap(FailingCheck::id, FailingCheck::name));
    return failing(ran.step().state(), names, text);
  }

  private static CheckResult failing(AlertState state, Map<String, String> names, String text) {
    var findings =
        state.fingerprint().stream()
            .map(key -> Finding.of(key, Status.FAIL, names.getOrDefault(key, key)))
            .toList();
    return CheckResult.fail(ISSUES, text).withFindings(findings);
  }

  /** The outcome that an earlier run came to and could not tell, out of the state that it kept. */
  static CheckResult asKept(AlertState state) {
    var text = "as the last run left it, before everything stopped";
    return state.isOpen()
        ? failing(state, Map.of(), "Issues, " + text)
        : CheckResult.warn(PARTLY_UNKNOWN, "No issues, " + text);
  }

  /**
   * A client none of whose nodes is seen is no healthy client. But where people wait for the end of
   * an alert this run must say something, because one that is unknown ends nothing.
   */
  private CheckResult clear(SubjectReport report, String text) {
    return switch (report.status()) {
      case PASS -> CheckResult.pass(text);
      case FAIL ->
          report.isAllKnown() ? CheckResult.pass(text) : CheckResult.warn(PARTLY_UNKNOWN, text);
      case WARN -> CheckResult.warn(PARTLY_UNKNOWN, text);
      case UNKNOWN ->
          told.getAsBoolean()
              ? CheckResult.warn(PARTLY_UNKNOWN, text)
              : CheckResult.unknown(Reason.NO_DATA, text);
    };
  }
}
