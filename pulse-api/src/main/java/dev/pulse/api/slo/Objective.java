package dev.pulse.api.slo;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.config.Durations;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective: the share of something that has to go well over a rolling window of
 * time, and with it what may go wrong. Immutable.
 *
 * <pre>{@code
 * Objective.availability(0.999)                              // 43 min 12 s of 30 days may be down
 * Objective.latency(Duration.ofMillis(300), 0.99).over(Duration.ofDays(7))
 * }</pre>
 *
 * <p><em>Availability</em> is counted by time: up against down, as {@link Journal#uptime} has them.
 * It does not matter then how often the target was asked, and asking faster while it fails does not
 * make an outage weigh more. <em>Latency</em> is counted by runs, because nobody knows how fast the
 * target was between two of them: good are those that passed or warned and were answered within the
 * bound; a failed run is not in time, however fast the failure came. Runs that ended unknown, time
 * of which nothing is known, and announced maintenance are part of neither.
 */
public final class Objective {
  /** The window unless {@link #over} says something else: 30 days. */
  public static final Duration USUAL_WINDOW = Duration.ofDays(30);

  /** The shortest window: a day. */
  public static final Duration SHORTEST_WINDOW = Duration.ofDays(1);

  /** The longest window: 366 days. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(366);

  /** The lowest share: one per cent. */
  public static final double LOWEST = 0.01;

  /** The highest share: seven nines, of which 0.26 s of 30 days are the budget. */
  public static final double HIGHEST = 0.999_999_9;

  private final double ratio;
  private final @Nullable Duration bound;
  private final Duration window;

  private Objective(double ratio, @Nullable Duration bound, Duration window) {
    if (!(ratio >= LOWEST && ratio <= HIGHEST)) {
      throw new IllegalArgumentException(
          "an objective must be "
              + LOWEST
              + " to "
              + HIGHEST
              + ", but is "
              + ratio
              + (ratio == 1 ? "; all of it leaves no budget for anything to go wrong" : ""));
    }
    this.ratio = ratio;
    this.bound = bound;
    this.window = window;
  }

  /**
   * The target has to be up for a share of the time.
   *
   * @param ratio 0.01 to 0.9999999; 0.999 for three nines
   * @throws IllegalArgumentException when the share is outside
   */
  public static Objective availability(double ratio) {
    return new Objective(ratio, null, USUAL_WINDOW);
  }

  /**
   * A share of the runs has to be answered in time.
   *
   * @param bound the longest {@linkplain dev.pulse.api.check.CheckResult#latency() latency} that is
   *     in time; at least a millisecond. Latencies are compared in whole milliseconds, rounded
   *     down, and in long windows with the {@linkplain
   *     dev.pulse.api.store.Distribution#relativeError() error} of the summaries of history
   * @param ratio 0.01 to 0.9999999
   * @throws IllegalArgumentException when one of them is outside
   */
  public static Objective latency(Duration bound, double ratio) {
    if (requireNonNull(bound, "bound").toMillis() < 1) {
      throw new IllegalArgumentException(
          "a bound of latency must be at least a millisecond, but is " + Durations.format(bound));
    }
    return new Objective(ratio, bound, USUAL_WINDOW);
  }

  /**
   * This objective over another window, which always ends now.
   *
   * @param window a day to 366 days; what history does not reach back to is unknown
   * @throws IllegalArgumentException when it is outside
   */
  public Objective over(Duration window) {
    if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "the window of an objective must be 1d to 366d, but is " + Durations.format(window));
    }
    return new Objective(ratio, bound, window);
  }

  /** The share that has to go well, between 0 and 1. */
  public double ratio() {
    return ratio;
  }

  /** The share that may go wrong, between 0 and 1: 0.001 for three nines. */
  public double budgetRatio() {
    return exactBudgetRatio().doubleValue();
  }

  /** By decimal numbers, because 1 − 0.999 is something else in binary ones. */
  BigDecimal exactBudgetRatio() {
    return BigDecimal.ONE.subtract(BigDecimal.valueOf(ratio));
  }

  /** The longest latency that is in time; empty when the objective is one of availability. */
  public Optional<Duration> bound() {
    return Optional.ofNullable(bound);
  }

  /** The rolling window. */
  public Duration window() {
    return window;
  }

  /**
   * How this objective stands in a stretch of time: its own window, or a part of it.
   *
   * <p>Where an objective of latency finds no run that began in the stretch, the newest one counts
   * if it is still {@linkplain dev.pulse.api.check.Outcome#validFor() valid}: in five minutes of a
   * check that is run each hour.
   *
   * @param check the name of a registration
   */
  public ErrorBudget budget(Journal journal, String check, Instant from, Instant to) {
    if (bound == null) {
      return ErrorBudget.ofTime(this, journal.uptime(check, from, to));
    }
    var counter = new RunCounter(journal, check, bound).add(from, to);
    var runs = counter.runs();
    return ErrorBudget.ofRuns(
        this, counter.time(), runs.count() > 0 ? runs : standing(journal, check, from, bound));
  }

  /** The last run before a stretch, as long as it speaks for it. */
  private static Runs standing(Journal journal, String check, Instant from, Duration bound) {
    return journal
        .latest(check)
        .filter(outcome -> outcome.maintenance().isEmpty())
        .filter(outcome -> outcome.started().isBefore(from))
        .filter(outcome -> outcome.started().plus(outcome.validFor()).isAfter(from))
        .map(outcome -> judged(outcome, bound))
        .orElse(Runs.NONE);
  }

  private static Runs judged(Outcome outcome, Duration bound) {
    if (outcome.status() == Status.FAIL) {
      return new Runs(0, 1);
    }
    var latency = outcome.value(Signal.latency());
    if (!outcome.status().isUp() || latency.isEmpty()) {
      return Runs.NONE;
    }
    return latency.getAsDouble() <= bound.toMillis() ? new Runs(1, 0) : new Runs(0, 1);
  }

  /**
   * How many runs that began in a stretch of time kept to this objective and how many did not, also
   * for one of availability: how much evidence there is.
   *
   * @param check the name of a registration
   */
  public Runs runs(Journal journal, String check, Instant from, Instant to) {
    return new RunCounter(journal, check, bound).add(from, to).runs();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Objective objective
        && ratio == objective.ratio
        && Objects.equals(bound, objective.bound)
        && window.equals(objective.window);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ratio, bound, window);
  }

  /** Such as {@code 99.9 % within 300ms over 30d}. */
  @Override
  public String toString() {
    return percent()
        + (bound == null ? "" : " within " + Durations.format(bound))
        + " over "
        + Durations.format(window);
  }

  private String percent() {
    return BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}
