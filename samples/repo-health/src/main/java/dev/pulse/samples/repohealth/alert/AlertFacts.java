package dev.pulse.samples.repohealth.alert;

import dev.pulse.core.condition.Facts;
import dev.pulse.github.Build;
import dev.pulse.github.Vulnerability;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.RepositoryTable.Judged;
import dev.pulse.samples.repohealth.store.ResultRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The facts of conditions, as the rules of a system without chance for fractions have them. */
final class AlertFacts {
  private static final int DELTA_DECIMALS = 4;

  private AlertFacts() {}

  /**
   * What a scan has learnt of a repository.
   *
   * @param previous the values before
   */
  static Facts of(Looked scanned, Judged previous) {
    var now = scanned.now();
    var lastScore = previous.score();
    var result = scanned.learnt() ? now.result() : null;
    var facts =
        measured(
            Facts.none(),
            "coverage",
            result == null ? null : result.coverage(),
            previous.coverage(),
            result != null);
    facts =
        measured(
            facts,
            "score",
            score(result),
            lastScore == null ? null : BigDecimal.valueOf(lastScore),
            result != null);
    return repository(facts, now, score(result), result != null);
  }

  /** What is known of a repository between two scans: its values, but not what they were before. */
  static Facts between(RepositoryRow row) {
    var result = row.result();
    var coverage = result == null ? null : result.coverage();
    var facts = Facts.none();
    for (String kind : new String[] {"coverage", "score"}) {
      facts = facts.unread(kind + ".previous").unread(kind + ".delta").unread(kind + ".value");
    }
    if (coverage != null) {
      facts = facts.with("coverage.value", coverage.doubleValue());
    }
    var score = score(result);
    if (score != null) {
      facts = facts.with("score.value", score.doubleValue());
    }
    return repository(facts, row, score, result != null);
  }

  private static @Nullable BigDecimal score(@Nullable ResultRow result) {
    return result != null && result.score().rounded().isPresent()
        ? BigDecimal.valueOf(result.score().rounded().getAsInt())
        : null;
  }

  private static Facts repository(
      Facts facts, RepositoryRow row, @Nullable BigDecimal score, boolean learnt) {
    var all = facts.with("repo.name", row.name());
    all = score == null ? all.unread("repo.score") : all.with("repo.score", score.doubleValue());
    return learnt
        ? all.with("repo.status", Overview.status(row).word())
        : all.unread("repo.status");
  }

  /**
   * A value that a scan may know. Where it does not, it has no value if it never had one, and
   * otherwise nobody can tell.
   */
  private static Facts measured(
      Facts facts,
      String kind,
      @Nullable BigDecimal now,
      @Nullable BigDecimal before,
      boolean learnt) {
    var all = before == null ? facts : facts.with(kind + ".previous", before.doubleValue());
    if (now == null) {
      return before == null && learnt ? all : all.unread(kind + ".value").unread(kind + ".delta");
    }
    all = all.with(kind + ".value", now.doubleValue());
    return before == null ? all : all.with(kind + ".delta", delta(now, before).doubleValue());
  }

  /** Exactly reckoned before it is rounded: binary fractions would fall short of five points. */
  static BigDecimal delta(BigDecimal now, BigDecimal before) {
    return now.subtract(before).setScale(DELTA_DECIMALS, RoundingMode.HALF_UP);
  }

  static Facts of(Vulnerability vulnerability, String repository) {
    return Facts.none()
        .with("vulnerability.package", vulnerability.packageName())
        .with("vulnerability.severity", vulnerability.severity().word())
        .with("vulnerability.id", vulnerability.id())
        .with("vulnerability.repo", repository);
  }

  static Facts of(Build build, String repository, String defaultBranch) {
    var facts =
        Facts.none()
            .with("build.status", build.state().name().toLowerCase(Locale.ROOT))
            .with("build.branch", branch(build, defaultBranch))
            .with("build.repo", repository);
    return defaultBranch.isEmpty() ? facts : facts.with("build.default_branch", defaultBranch);
  }

  /** A report that names no branch is about the default branch. */
  static String branch(Build build, String defaultBranch) {
    return build.branch().isEmpty() ? defaultBranch : build.branch();
  }
}
