package dev.pulse.core.slo;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Status;
import dev.pulse.api.slo.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A rate at which a budget must not burn, over two windows at once: the long one says that enough
 * of the budget is gone to care, the short one that it still goes on, so that the alarm ends soon
 * after the trouble. Immutable.
 *
 * <p>{@link #usual} are those that chapter 5 of Google's <em>Site Reliability Workbook</em>
 * recommends for 30 days, "Multiwindow, Multi-Burn-Rate Alerts":
 *
 * <table>
 *   <caption>For a window of 30 days</caption>
 *   <tr><th>long</th><th>short</th><th>burn rate</th><th>of the budget</th><th>result</th></tr>
 *   <tr><td>1 h</td><td>5 min</td><td>14.4</td><td>2 %</td><td>FAIL</td></tr>
 *   <tr><td>6 h</td><td>30 min</td><td>6</td><td>5 %</td><td>FAIL</td></tr>
 *   <tr><td>3 d</td><td>6 h</td><td>1</td><td>10 %</td><td>WARN</td></tr>
 * </table>
 */
public final class BurnPair {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Status status;
  private final double burnRate;
  private final Duration longWindow;
  private final Duration shortWindow;

  private BurnPair(Status status, double burnRate, Duration longWindow, Duration shortWindow) {
    this.status = status;
    this.burnRate = burnRate;
    this.longWindow = requireNonNull(longWindow, "longWindow");
    this.shortWindow = requireNonNull(shortWindow, "shortWindow");
  }

  /**
   * A rate that fails: somebody has to look now.
   *
   * @param burnRate how many times faster than allowed; above 0
   * @param longWindow at most the window of the objective
   * @param shortWindow at least a second and below the long one; a twelfth of it is usual
   */
  public static BurnPair failing(double burnRate, Duration longWindow, Duration shortWindow) {
    return new BurnPair(Status.FAIL, burnRate, longWindow, shortWindow);
  }

  /** A rate that warns: somebody has to look in the next days; otherwise as {@link #failing}. */
  public static BurnPair warning(double burnRate, Duration longWindow, Duration shortWindow) {
    return new BurnPair(Status.WARN, burnRate, longWindow, shortWindow);
  }

  /**
   * The pairs of the workbook for an objective: a page for 2 % of its budget within 1/720 of its
   * window and for 5 % within 1/120, a ticket for 10 % within a tenth. For 30 days that is an hour,
   * six hours and three days; for other windows they are as much longer or shorter, and the rates
   * stay 14.4, 6 and 1. Left out is what cannot be: with an objective of 90 % nothing burns faster
   * than at a rate of 10.
   */
  public static List<BurnPair> usual(Objective objective) {
    return List.of(
            failing(14.4, part(objective, 720), part(objective, 8640)),
            failing(6, part(objective, 120), part(objective, 1440)),
            warning(1, part(objective, 10), part(objective, 120)))
        .stream()
        .filter(pair -> pair.isPossible(objective))
        .toList();
  }

  /** A part of the window of an objective, in whole seconds, in which people can read it. */
  private static Duration part(Objective objective, int divisor) {
    return Duration.ofSeconds(objective.window().toSeconds() / divisor);
  }

  private boolean isPossible(Objective objective) {
    return burnRate * objective.budgetRatio() < 1;
  }

  /** What a check answers when the budget burns like this: FAIL or WARN. */
  public Status status() {
    return status;
  }

  /** How many times faster than allowed. */
  public double burnRate() {
    return burnRate;
  }

  /** The window over which enough must be gone. */
  public Duration longWindow() {
    return longWindow;
  }

  /** The window in which it must go on. */
  public Duration shortWindow() {
    return shortWindow;
  }

  /** What does not fit an objective, with the options of the configuration as keys. */
  List<Problem> problems(Objective objective) {
    var problems = new ArrayList<Problem>();
    if (!(burnRate > 0) || !isPossible(objective)) {
      problems.add(
          new Problem(
              "",
              "burn-rate",
              "must be above 0 and below "
                  + Texts.number(1 / objective.budgetRatio())
                  + ", at which everything goes wrong, but is "
                  + Texts.number(burnRate)));
    }
    if (longWindow.compareTo(objective.window()) > 0) {
      problems.add(
          new Problem(
              "",
              "long",
              "must be at most the window of "
                  + Durations.format(objective.window())
                  + ", but is "
                  + Durations.format(longWindow)));
    }
    if (shortWindow.compareTo(SHORTEST) < 0 || shortWindow.compareTo(longWindow) >= 0) {
      problems.add(
          new Problem(
              "",
              "short",
              "must be at least 1s and below the long window of "
                  + Durations.format(longWindow)
                  + ", but is "
                  + Durations.format(shortWindow)));
    }
    return problems;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BurnPair pair
        && status == pair.status
        && burnRate == pair.burnRate
        && longWindow.equals(pair.longWindow)
        && shortWindow.equals(pair.shortWindow);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, burnRate, longWindow, shortWindow);
  }

  /** Such as {@code FAIL at 14.4 over 1h and 5m}. */
  @Override
  public String toString() {
    return status
        + " at "
        + Texts.number(burnRate)
        + " over "
        + Durations.format(longWindow)
        + " and "
        + Durations.format(shortWindow);
  }
}
