package dev.pulse.docs.guide;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;
import java.util.List;

/** Grades a shop by what other checks found. */
public final class ShopScorer implements Scorer {
  private final List<String> checks;

  public ShopScorer(List<String> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Score score(ScoreContext context) {
    var factors = checks.stream().map(check -> factor(check, context)).toList();
    return Score.weighted(factors).withModel("acme.shop-score/1");
  }

  private static Factor factor(String check, ScoreContext context) {
    return context
        .latest(check)
        .map(outcome -> factor(check, outcome))
        .orElseGet(() -> Factor.missing(check, 1, "it has not run yet"));
  }

  private static Factor factor(String check, Outcome outcome) {
    var evidence = outcome.result().summary();
    return switch (outcome.status()) {
      case PASS -> Factor.of(check, 1, 100, evidence);
      case WARN -> Factor.of(check, 1, 60, evidence);
      case FAIL -> Factor.of(check, 1, 0, evidence);
      case UNKNOWN -> Factor.missing(check, 1, evidence);
    };
  }
}
