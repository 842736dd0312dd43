package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.BuildStatus;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A repository as it is known now.
 *
 * @param name without the organisation, as GitHub writes it
 * @param defaultBranch the branch that counts
 * @param archived whether nobody may change it any more
 * @param fork whether it began as a copy of another
 * @param hidden whether not everybody may see it
 * @param listed whether the last scan of all repositories found it
 * @param result what was learnt of it last; null before that
 * @param buildStatus what polled and reported builds say of its default branch
 * @param lastRun when the newest build of its default branch ended; null when none has
 * @param lastScore the last score that there was; null when there never was one
 * @param lastCoverage the last coverage that there was; null when there never was one
 * @param error why the last scan did not read it; null when it did
 */
public record RepositoryRow(
    String name,
    String defaultBranch,
    boolean archived,
    boolean fork,
    boolean hidden,
    boolean listed,
    @Nullable ResultRow result,
    BuildStatus buildStatus,
    @Nullable Instant lastRun,
    @Nullable Integer lastScore,
    @Nullable BigDecimal lastCoverage,
    @Nullable String error) {
  /** A row. */
  public RepositoryRow {
    requireNonNull(name, "name");
    requireNonNull(defaultBranch, "defaultBranch");
    requireNonNull(buildStatus, "buildStatus");
  }

  /** This row with another word about its builds. */
  RepositoryRow withBuilds(BuildStatus status, @Nullable Instant lastRun) {
    return new RepositoryRow(
        name,
        defaultBranch,
        archived,
        fork,
        hidden,
        listed,
        result,
        status,
        lastRun,
        lastScore,
        lastCoverage,
        error);
  }
}
