package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.util.function.Consumer;

/** Judges how old data are, and tells once each time when they have become stale. */
final class Freshness implements Check {
  private static final Reason STALE = Reason.of("stale");

  private final Overviews overviews;
  private final Consumer<String> warning;
  private boolean stale;

  Freshness(Overviews overviews, Consumer<String> warning) {
    this.overviews = requireNonNull(overviews, "overviews");
    this.warning = requireNonNull(warning, "warning");
  }

  @Override
  public CheckResult run(CheckContext context) {
    var overview = overviews.now();
    long old = overview.repositories().stream().filter(overview::isStale).count();
    boolean now = overview.isStale() || old > 0;
    if (becomes(now)) {
      warning.accept(StaleData.warning(overviews.staleAfter()));
    }
    if (!overview.isScanned()) {
      return CheckResult.unknown(Reason.NO_DATA, "no scan has ended yet");
    }
    return now
        ? CheckResult.warn(
            STALE,
            StaleData.warning(overviews.staleAfter())
                + ": "
                + old
                + " of "
                + overview.repositories().size()
                + " repositories")
        : CheckResult.pass("no data are older than they may be");
  }

  /** Whether data have become stale now. */
  private synchronized boolean becomes(boolean now) {
    boolean news = now && !stale;
    stale = now;
    return news;
  }

  @Override
  public String toString() {
    return "freshness of repository health";
  }
}
