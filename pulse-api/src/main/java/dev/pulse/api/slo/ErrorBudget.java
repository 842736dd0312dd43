package dev.pulse.api.slo;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Uptime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link Objective} stands in a stretch of time: how much went well, how much of what may go
 * wrong did, and what is left. Everything is a share of what is known: time of which nothing is
 * known, and announced maintenance, neither fill the budget nor spend it, and {@link
 * #unknownRatio()} says how much that is. Everything is empty when nothing is known. Immutable.
 *
 * <p>With the SLI {@code s} (the share that went well) and the objective {@code o},
 *
 * <pre>{@code
 * burn rate = (1 − s) ÷ (1 − o)
 * remaining = 1 − burn rate
 * }</pre>
 *
 * <p>as in chapter 5 of Google's <em>Site Reliability Workbook</em>, "Alerting on SLOs": at a burn
 * rate of 1 over the whole window of the objective exactly nothing is left.
 */
public final class ErrorBudget {
  private final Objective objective;
  private final Uptime time;
  private final @Nullable Runs runs;

  private ErrorBudget(Objective objective, Uptime time, @Nullable Runs runs) {
    this.objective = objective;
    this.time = requireNonNull(time, "time");
    this.runs = runs;
  }

  static ErrorBudget ofTime(Objective objective, Uptime time) {
    return new ErrorBudget(objective, time, null);
  }

  static ErrorBudget ofRuns(Objective objective, Uptime time, Runs runs) {
    return new ErrorBudget(objective, time, requireNonNull(runs, "runs"));
  }

  /** The objective. */
  public Objective objective() {
    return objective;
  }

  /** How the time was spent, in terms of being up and down. */
  public Uptime time() {
    return time;
  }

  /** The runs that were counted; empty when the objective is one of time. */
  public Optional<Runs> runs() {
    return Optional.ofNullable(runs);
  }

  /** The service level indicator: the share of what is known that went well, 0 to 1. */
  public OptionalDouble ratio() {
    if (runs == null) {
      return time.ratio();
    }
    return runs.count() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) runs.good() / runs.count());
  }

  /** The share of what is known that went wrong, 0 to 1. */
  private double badRatio() {
    return runs == null
        ? seconds(time.down()) / seconds(time.up().plus(time.down()))
        : (double) runs.bad() / runs.count();
  }

  /**
   * How many times faster the budget was spent than it may be; 1 spends it exactly, 0 not at all.
   */
  public OptionalDouble burnRate() {
    return ratio().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(badRatio() / objective.budgetRatio());
  }

  /** The share of the budget that is left, at most 1; below 0 when more was spent than there is. */
  public OptionalDouble remainingRatio() {
    var burnRate = burnRate();
    return burnRate.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - burnRate.getAsDouble());
  }

  /**
   * How long the target may be down: the budget's share of the known time; empty when the objective
   * counts runs, or nothing is known.
   */
  public Optional<Duration> allowedTime() {
    return runs != null || ratio().isEmpty()
        ? Optional.empty()
        : Optional.of(share(time.up().plus(time.down()), objective.exactBudgetRatio()));
  }

  /**
   * How long the target may still be down; negative when it was down for longer than allowed. Empty
   * as {@link #allowedTime()}.
   */
  public Optional<Duration> remainingTime() {
    return allowedTime().map(allowed -> allowed.minus(time.down()));
  }

  /** The share of the time of which nothing is known, 0 to 1; maintenance is not part of either. */
  public double unknownRatio() {
    var expected = time.total().minus(time.maintenance());
    return expected.isZero() ? 0 : seconds(time.unknown()) / seconds(expected);
  }

  private static Duration share(Duration whole, BigDecimal share) {
    var seconds =
        BigDecimal.valueOf(whole.getSeconds())
            .add(BigDecimal.valueOf(whole.getNano(), 9))
            .multiply(share);
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  @Override
  public String toString() {
    return objective
        + ": "
        + ratio().stream().mapToObj(ratio -> "ratio " + ratio).findFirst().orElse("nothing known")
        + ", "
        + (runs == null ? time : runs);
  }
}
