package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which of the complete systems work beside the checks, each with its own section of the file.
 *
 * @param uptimeGuard how the uptime guard works; empty when it does not
 * @param validatorExecutions how the executions of validators are watched; empty when they are not
 * @param ethereumNetwork how Ethereum networks are watched; empty when they are not
 * @param repoHealth how repositories are watched; empty when they are not
 */
public record Systems(
    Optional<GuardOptions> uptimeGuard,
    Optional<ExecutionsOptions> validatorExecutions,
    Optional<EthereumOptions> ethereumNetwork,
    Optional<RepoHealthOptions> repoHealth) {
  /** Systems; all parts are needed. */
  public Systems {
    requireNonNull(uptimeGuard, "uptimeGuard");
    requireNonNull(validatorExecutions, "validatorExecutions");
    requireNonNull(ethereumNetwork, "ethereumNetwork");
    requireNonNull(repoHealth, "repoHealth");
  }

  /** None of them. */
  public static Systems none() {
    return new Systems(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether there is one. */
  public boolean any() {
    return !equals(none());
  }
}
