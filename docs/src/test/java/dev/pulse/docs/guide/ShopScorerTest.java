package dev.pulse.docs.guide;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.score.Scorer;
import dev.pulse.testkit.FakeScoreContext;
import dev.pulse.testkit.ScorerContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ShopScorerTest extends ScorerContract {
  private final Scorer scorer = new ShopScorer(List.of("page", "payment"));

  @Override
  protected Scorer withEveryFact(FakeScoreContext.Builder context) {
    context.latest(passed("page")).latest(passed("payment"));
    return scorer;
  }

  @Override
  protected Scorer withFactsMissing(FakeScoreContext.Builder context) {
    context.latest(passed("page"));
    return scorer;
  }

  @Override
  protected Set<String> missingFactors() {
    return Set.of("payment");
  }

  @Override
  protected Scorer withoutFacts(FakeScoreContext.Builder context) {
    return scorer;
  }

  @Override
  protected Optional<Scorer> hanging(FakeScoreContext.Builder context) {
    return Optional.empty();
  }

  private static Outcome passed(String check) {
    return Outcome.builder(check, 1, Instant.EPOCH, CheckResult.pass("200 in 9 ms")).build();
  }
}
