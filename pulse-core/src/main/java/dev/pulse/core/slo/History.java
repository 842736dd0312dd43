package dev.pulse.core.slo;

import dev.pulse.api.slo.ErrorBudget;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.slo.Runs;
import dev.pulse.api.store.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the journal has of one check up to a moment; asks for each window once. One thread's. */
final class History {
  private final Journal journal;
  private final String check;
  private final Objective objective;
  private final Instant now;
  private final Map<Duration, ErrorBudget> budgets = new LinkedHashMap<>();

  History(Journal journal, String check, Objective objective, Instant now) {
    this.journal = journal;
    this.check = check;
    this.objective = objective;
    this.now = now;
  }

  /** How the objective stands over a window that ends now. */
  ErrorBudget over(Duration window) {
    return budgets.computeIfAbsent(
        window, length -> objective.budget(journal, check, now.minus(length), now));
  }

  /** How many runs there are of a window that ends now. */
  Runs runs(Duration window) {
    return over(window)
        .runs()
        .orElseGet(() -> objective.runs(journal, check, now.minus(window), now));
  }
}
