package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.score.Score;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthStatus;
import dev.pulse.github.VulnerabilitySource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scan learnt of one repository.
 *
 * @param scan the number of the scan
 * @param at when the repository was looked at
 * @param score 0 to 100 with its factors and their evidence, and the model it comes from
 * @param missing the factors that could not be learnt, in their order, also where they count as 0
 * @param coverage as it was given; null when nobody can tell
 * @param dependencies how many packages; null when nobody can tell
 * @param outdated how many of them are; null when nobody can tell
 * @param vulnerable how many packages have an open vulnerability; null when nobody can tell
 * @param lastCommit when somebody last committed; null when nobody can tell, or ever did
 * @param readable the sources of vulnerabilities that could be read
 * @param steps what to do, what gives most first
 * @param change why the score is not what it was when it last changed; null when it never did, or
 *     the results before and after cannot be compared
 */
public record ResultRow(
    long scan,
    Instant at,
    Score score,
    List<HealthFactor> missing,
    @Nullable BigDecimal coverage,
    @Nullable Integer dependencies,
    @Nullable Integer outdated,
    @Nullable Integer vulnerable,
    @Nullable Instant lastCommit,
    Set<VulnerabilitySource> readable,
    List<Step> steps,
    @Nullable Change change) {
  /** A row. */
  public ResultRow {
    requireNonNull(at, "at");
    requireNonNull(score, "score");
    missing = List.copyOf(missing);
    readable = Set.copyOf(readable);
    steps = List.copyOf(steps);
  }

  /** The score in one word. */
  public HealthStatus status() {
    return HealthStatus.of(score.rounded());
  }
}
