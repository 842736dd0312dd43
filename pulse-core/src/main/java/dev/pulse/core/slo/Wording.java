package dev.pulse.core.slo;

import dev.pulse.api.config.Durations;
import dev.pulse.api.slo.ErrorBudget;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.slo.Runs;
import java.time.Duration;

/** The sentences of an {@link SloCheck}. */
final class Wording {
  private Wording() {}

  /** {@code 99.95 % over 30 d, objective 99.9 %: 21 min 36 s of 43 min 12 s left}. */
  static String state(ErrorBudget whole) {
    var objective = whole.objective();
    return Texts.percent(whole.ratio().orElseThrow(), Texts.decimals(objective.ratio()))
        + bound(objective)
        + " over "
        + Texts.duration(objective.window())
        + ", objective "
        + Texts.percent(objective.ratio())
        + ": "
        + whole.runs().map(runs -> left(objective, runs)).orElseGet(() -> left(whole))
        + unknown(whole);
  }

  private static String bound(Objective objective) {
    return objective.bound().map(bound -> " within " + Durations.format(bound)).orElse("");
  }

  private static String left(ErrorBudget whole) {
    var left = whole.remainingTime().orElse(Duration.ZERO);
    var allowed = Texts.duration(whole.allowedTime().orElse(Duration.ZERO));
    return left.isNegative()
        ? allowed + " overspent by " + Texts.duration(left.negated())
        : Texts.duration(left) + " of " + allowed + " left";
  }

  private static String left(Objective objective, Runs runs) {
    long allowed = (long) Math.floor(runs.count() * objective.budgetRatio());
    return runs.bad() > allowed
        ? counted(allowed) + " overspent by " + (runs.bad() - allowed)
        : allowed - runs.bad() + " of " + counted(allowed) + " left";
  }

  private static String counted(long runs) {
    return runs + (runs == 1 ? " run" : " runs");
  }

  private static String unknown(ErrorBudget whole) {
    var unknown = whole.time().unknown();
    return unknown.compareTo(Duration.ofSeconds(1)) < 0
        ? ""
        : "; nothing is known of " + Texts.duration(unknown);
  }

  /** {@code the budget burns at 167 over 1h and 1000 over 5m, more than 14.4}. */
  static String burning(BurnPair pair, History history) {
    return "the budget burns at "
        + rate(pair.longWindow(), history)
        + " and "
        + rate(pair.shortWindow(), history)
        + ", more than "
        + Texts.number(pair.burnRate());
  }

  private static String rate(Duration window, History history) {
    return Texts.number(history.over(window).burnRate().orElseThrow())
        + " over "
        + Texts.duration(window);
  }

  static String blind(String check, BurnPair pair, History history) {
    var blind =
        history.over(pair.longWindow()).ratio().isEmpty() ? pair.longWindow() : pair.shortWindow();
    return "nothing is known of the last " + Texts.duration(blind) + " of " + check;
  }

  static String nothingKnown(String check, ErrorBudget whole) {
    return "nothing is known of "
        + check
        + " in the last "
        + Texts.duration(whole.objective().window());
  }
}
