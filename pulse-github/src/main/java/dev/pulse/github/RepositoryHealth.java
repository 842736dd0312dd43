package dev.pulse.github;

import dev.pulse.api.score.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The health of one repository at one moment: its score with the factors and their evidence, what
 * is missing, and what to do. Immutable; from a {@link HealthModel}.
 */
public final class RepositoryHealth {
  private final RepositoryFacts facts;
  private final Score score;
  private final List<HealthFactor> missing;
  private final List<Advice> advice;

  RepositoryHealth(
      RepositoryFacts facts, Score score, List<HealthFactor> missing, List<Advice> advice) {
    this.facts = facts;
    this.score = score;
    this.missing = List.copyOf(missing);
    this.advice = List.copyOf(advice);
  }

  /** Which repository. */
  public RepositoryName repository() {
    return facts.repository();
  }

  /** When it was looked at. */
  public Instant at() {
    return facts.at();
  }

  /** 0 to 100 with its factors; inconclusive when nothing could be learnt. */
  public Score score() {
    return score;
  }

  /** The score in one word. */
  public HealthStatus status() {
    return HealthStatus.of(score.rounded());
  }

  /** The factors that could not be learnt, in their order; also where they count as 0. */
  public List<HealthFactor> missing() {
    return missing;
  }

  /** What to do, what gives most first; unmodifiable. */
  public List<Advice> advice() {
    return advice;
  }

  /** What it stands on. */
  public RepositoryFacts facts() {
    return facts;
  }

  /**
   * What made the difference to an earlier look at the same repository.
   *
   * @return empty when the two cannot be compared: one has no score, or their models differ
   */
  public Optional<HealthChange> changeSince(RepositoryHealth earlier) {
    return changeSince(EarlierHealth.of(earlier));
  }

  /**
   * What made the difference to an earlier look at the same repository that was stored.
   *
   * @return empty when the two cannot be compared: one has no score, or their models differ
   */
  public Optional<HealthChange> changeSince(EarlierHealth earlier) {
    return HealthChange.between(earlier, EarlierHealth.of(this));
  }

  /**
   * The mean of the whole scores of those that have one, with one decimal; empty when none has.
   * What it means says {@link HealthStatus#of(double)}.
   */
  public static Optional<BigDecimal> average(Collection<RepositoryHealth> all) {
    var scores = all.stream().flatMapToInt(health -> health.score().rounded().stream()).toArray();
    long sum = 0;
    for (int score : scores) {
      sum += score;
    }
    return scores.length == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(sum)
                .divide(BigDecimal.valueOf(scores.length), 1, RoundingMode.HALF_UP));
  }

  /** {@code name: score (status)}, with what is missing. */
  @Override
  public String toString() {
    var points = score.rounded();
    return repository()
        + ": "
        + (points.isPresent() ? points.getAsInt() : "-")
        + " ("
        + status().word()
        + ")"
        + (missing.isEmpty()
            ? ""
            : ", missing: " + String.join(", ", missing.stream().map(HealthFactor::word).toList()));
  }
}
