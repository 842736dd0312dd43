package dev.pulse.samples.repohealth;

import dev.pulse.samples.repohealth.scan.ScanFailure;
import dev.pulse.samples.repohealth.scan.ScanListener;
import dev.pulse.samples.repohealth.scan.ScanReport;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for the end of the first scan: a token that GitHub refuses then is one that was given
 * wrongly, and its person waits for an answer. Later it has been revoked, and old data are better
 * than none.
 */
final class FirstScan implements ScanListener {
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final Runnable whenRefused;

  FirstScan(Runnable whenRefused) {
    this.whenRefused = whenRefused;
  }

  boolean isRefused() {
    return refused.get();
  }

  @Override
  public void ended(ScanReport report) {
    if (over.getAndSet(true)) {
      return;
    }
    if (report.failed().filter(FirstScan::isRefusal).isPresent()) {
      refused.set(true);
      whenRefused.run();
    }
  }

  private static boolean isRefusal(ScanFailure failure) {
    return failure.kind() == ScanFailure.Kind.UNAUTHORISED;
  }
}
