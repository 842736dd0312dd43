package dev.pulse.samples.ethereum.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which networks are evaluated of themselves, so that people see how they stand whether or not a
 * registration has its time. Nobody is told of anything by that.
 *
 * @param every how often; empty for never
 * @param networks the keys of networks that are, besides those in which some client is registered
 */
public record EvaluationSettings(Optional<Duration> every, Set<String> networks) {
  private static final Duration REUSED_FOR = Duration.ofSeconds(60);

  /** Settings; the set is copied. */
  public EvaluationSettings {
    requireNonNull(every, "every");
    networks = Set.copyOf(networks);
  }

  /** No network is evaluated of itself. */
  public static EvaluationSettings off() {
    return new EvaluationSettings(Optional.empty(), Set.of());
  }

  /**
   * For how long an evaluation that ended is reused: 60 seconds, or less where networks are to be
   * evaluated more often than that.
   */
  public Duration reusedFor() {
    return every
        .map(time -> time.dividedBy(2))
        .filter(half -> half.compareTo(REUSED_FOR) < 0)
        .orElse(REUSED_FOR);
  }
}
