package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scans all repositories, and says what became of it: one finding for each that was not read. While
 * a scan waits for a limit of GitHub, it is not asked.
 */
final class ScanCheck implements Check {
  static final Reason LIMITED = Reason.of("github.rate_limited");
  static final Reason UNAUTHORISED = Reason.of("github.unauthorised");
  static final Reason NOT_READ = Reason.of("github.not_read");

  private final Scanner scanner;
  private final Consumer<Instant> pause;
  private final Runnable inVain;
  private volatile @Nullable Instant resumeAt;

  /**
   * A check.
   *
   * @param pause told when to run it again after a limit
   * @param inVain told when nothing was learnt, which may be otherwise soon
   */
  ScanCheck(Scanner scanner, Consumer<Instant> pause, Runnable inVain) {
    this.scanner = requireNonNull(scanner, "scanner");
    this.pause = requireNonNull(pause, "pause");
    this.inVain = requireNonNull(inVain, "inVain");
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var until = resumeAt;
    if (until != null && context.clock().instant().isBefore(until)) {
      return CheckResult.unknown(LIMITED, "waits for GitHub's rate limit, until " + until);
    }
    resumeAt = null;
    var report = scanner.scanUnlessUnderWay();
    if (report.isEmpty() || isUnreadable(report.get())) {
      inVain.run();
    }
    if (report.isEmpty()) {
      return CheckResult.unknown(Reason.MISSED, "another process scans these repositories now");
    }
    report.get().failed().flatMap(ScanFailure::resumes).ifPresent(this::waitUntil);
    return result(report.get());
  }

  /** Whoever has a wrong token, or a wrong name, has it a minute later, too. */
  private static boolean isUnreadable(ScanReport report) {
    return report
        .failed()
        .filter(failure -> failure.kind() == ScanFailure.Kind.UNREADABLE)
        .isPresent();
  }

  private void waitUntil(Instant resumes) {
    resumeAt = resumes;
    pause.accept(resumes);
  }

  private static CheckResult result(ScanReport report) {
    var findings =
        report.repositories().stream()
            .filter(one -> one.error().isPresent())
            .map(one -> Finding.of(one.name(), Status.WARN, one.error().orElseThrow()))
            .toList();
    return judged(report)
        .withFindings(findings)
        .withSamples(
            List.of(
                Sample.gauge("repo_health_requests", (double) report.requests()),
                repositories("read", report.repositories().size() - findings.size()),
                repositories("failed", findings.size())));
  }

  private static Sample repositories(String result, int count) {
    return Sample.gauge("repo_health_repositories", Labels.of("result", result), count);
  }

  private static CheckResult judged(ScanReport report) {
    var failure = report.failure();
    if (failure != null) {
      return CheckResult.unknown(
          switch (failure.kind()) {
            case LIMITED -> LIMITED;
            case UNAUTHORISED -> UNAUTHORISED;
            case NOT_FOUND, UNREADABLE -> NOT_READ;
          },
          failure.message());
    }
    long unread = report.repositories().stream().filter(one -> one.error().isPresent()).count();
    int all = report.repositories().size() + report.earlier().size();
    return unread == 0
        ? CheckResult.pass(all + " repositories were read")
        : CheckResult.warn(NOT_READ, unread + " of " + all + " repositories were not read");
  }

  @Override
  public String toString() {
    return scanner.toString();
  }
}
