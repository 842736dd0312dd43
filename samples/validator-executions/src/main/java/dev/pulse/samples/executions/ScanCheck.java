package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Judges each pod by what the last scan learnt of it, one finding per pod. Where a scan is under
 * way it is waited for: checks that are due together with it judge it and not the one before.
 */
abstract class ScanCheck implements Check {
  private static final Reason QUERY_FAILED = Reason.of("bboostd.query_failed");
  private static final int LONGEST_TEXT = 200;

  private final ScanBook book;
  private final Duration longestAge;

  /**
   * A check of what is written down.
   *
   * @param longestAge how old a scan may be that still says something
   */
  ScanCheck(ScanBook book, Duration longestAge) {
    this.book = requireNonNull(book, "book");
    this.longestAge = requireNonNull(longestAge, "longestAge");
  }

  /** What this check makes of a pod that could be asked. */
  abstract Verdict judge(Execution execution, Instant now);

  /** Why it is not content, when it is not. */
  abstract Reason reason();

  /**
   * What a check makes of one execution.
   *
   * @param status how bad it is
   * @param text one line for people
   */
  record Verdict(Status status, String text) {}

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var latest = book.settled(context.remaining());
    if (latest.isEmpty()) {
      return CheckResult.unknown(Reason.NO_DATA, "no scan has ended yet");
    }
    var scan = latest.get();
    var now = context.clock().instant();
    if (Duration.between(scan.endedAt(), now).compareTo(longestAge) >= 0) {
      return CheckResult.unknown(
          Reason.NO_DATA, "the last scan ended at " + ExecutionJson.time(scan.endedAt()));
    }
    return judge(scan, now);
  }

  private CheckResult judge(Scan scan, Instant now) {
    var findings = scan.pods().stream().map(pod -> finding(scan, pod, now)).toList();
    var worst = Status.worst(findings.stream().map(Finding::status).toList());
    var answered = scan.succeeded() + " of " + scan.pods().size() + " pods answered";
    var wrong = findings.stream().filter(ScanCheck::isWrong).toList();
    return CheckResult.worstOf(
        worst == Status.UNKNOWN ? QUERY_FAILED : reason(),
        wrong.isEmpty() ? answered : worstOf(wrong, worst) + "; " + answered,
        findings);
  }

  private static boolean isWrong(Finding finding) {
    return finding.status() == Status.FAIL || finding.status() == Status.WARN;
  }

  /** One of those that are as bad as it gets, for people who read one line; the rest is counted. */
  private static String worstOf(List<Finding> wrong, Status worst) {
    var first =
        wrong.stream()
            .filter(finding -> finding.status() == worst)
            .findFirst()
            .orElse(wrong.get(0));
    return first.key()
        + ": "
        + first.text()
        + (wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)");
  }

  private Finding finding(Scan scan, PodResult pod, Instant now) {
    var execution = pod.execution();
    var verdict =
        execution == null
            ? new Verdict(Status.UNKNOWN, String.valueOf(pod.error()))
            : judge(execution, now);
    return Finding.of(pod.pod(), verdict.status(), shown(verdict.text()))
        .withLabels(Labels.of("namespace", scan.namespace(), "pod_name", pod.pod()));
  }

  private static String shown(String text) {
    return Execution.cut(ExecutionLog.line(text), LONGEST_TEXT);
  }
}
