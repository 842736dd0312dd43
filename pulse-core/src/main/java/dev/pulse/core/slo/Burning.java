package dev.pulse.core.slo;

import dev.pulse.api.slo.ErrorBudget;
import java.time.Duration;
import java.util.OptionalDouble;

/** Whether a budget burns as one pair says. */
enum Burning {
  /** It does, and there is enough evidence. */
  YES,
  /** It does not, or nobody can tell that from chance. */
  NO,
  /** Of one of the windows nothing is known, and the other does not rule it out. */
  UNKNOWN;

  static Burning of(BurnPair pair, History history, Evidence evidence) {
    var shortly = exceeds(pair, history.over(pair.shortWindow()));
    var longer = exceeds(pair, history.over(pair.longWindow()));
    if (shortly == NO || longer == NO) {
      return NO;
    }
    if (shortly == UNKNOWN || longer == UNKNOWN) {
      return UNKNOWN;
    }
    return isProven(pair, history, evidence) ? YES : NO;
  }

  private static Burning exceeds(BurnPair pair, ErrorBudget budget) {
    OptionalDouble rate = budget.burnRate();
    if (rate.isPresent()) {
      return rate.getAsDouble() > pair.burnRate() ? YES : NO;
    }
    // Of a window that is all announced maintenance nothing was expected.
    return budget.time().maintenance().equals(budget.time().total()) ? NO : UNKNOWN;
  }

  /**
   * Whether enough went wrong in the long window, and not by chance, even if all went well in the
   * time of which nothing is known: a minute after the first start a minute is all that is known,
   * and no hour.
   */
  private static boolean isProven(BurnPair pair, History history, Evidence evidence) {
    Duration window = pair.longWindow();
    var budget = history.over(window);
    double known = 1 - budget.unknownRatio();
    if (budget.burnRate().orElse(0) * known <= pair.burnRate()) {
      return false;
    }
    var runs = history.runs(window);
    long count = Math.round(runs.count() / known);
    return evidence.proves(runs.bad(), count, pair.burnRate() * budget.objective().budgetRatio());
  }
}
