package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.ScorerProviderContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);

  @Test
  void aScoreWithAMissingFactor() {
    Scorer health =
        context ->
            Score.weighted(
                    List.of(
                        Factor.of("build", 25, 80, "8 of 10 builds succeeded"),
                        Factor.of("security", 10, 100, "no critical finding is open"),
                        Factor.missing("coverage", 20, "Codecov answered 404")))
                .withModel("repository-health/1");
    try (var pulse = pulse()) {
      pulse.add(
          Registration.check("repo", ScorerCheck.of(health).warnBelow(80).failBelow(50)).build());
      scheduler.runDue();
      var result = pulse.check("repo").orElseThrow().latest().orElseThrow().result();
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.summary()).isEqualTo("86 of 100, without coverage");
    }
  }

  @Test
  void aChangeIsExplained() {
    var monday =
        Score.weighted(
            List.of(Factor.of("build", 25, 80, "8 of 10"), Factor.of("coverage", 20, 90, "90 %")));
    var tuesday =
        Score.weighted(
            List.of(Factor.of("build", 25, 60, "6 of 10"), Factor.missing("coverage", 20, "404")));
    var change = tuesday.changeSince(monday).orElseThrow();
    assertThat(change)
        .hasToString(
            "-24.444444: build -20 (80 → 60),"
                + " coverage -4.444444 (it had 90 and is missing: 404)");
  }

  @Test
  void theShopIsGradedByWhatOthersFound() {
    try (var pulse = pulse()) {
      pulse.add(Registration.check("page", context -> CheckResult.pass("200 in 9 ms")).build());
      pulse.add(
          Registration.check("payment", c -> CheckResult.unknown(Reason.TIMEOUT, "late")).build());
      scheduler.runDue();
      var scorer = new ShopScorer(List.of("page", "payment"));
      pulse.add(Registration.check("shop", ScorerCheck.of(scorer)).build());
      scheduler.advance(Duration.ofSeconds(1));
      var result = pulse.check("shop").orElseThrow().latest().orElseThrow().result();
      assertThat(ScorerCheck.scoreIn(result).orElseThrow().value()).hasValue(100);
      assertThat(result.findings()).hasSize(1);
    }
  }

  private Pulse pulse() {
    return Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();
  }

  @Nested
  class Provider extends ScorerProviderContract {
    @Override
    protected ScorerProvider provider() {
      return new ShopScorerProvider();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of("judges", List.of("page", "payment"));
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of("judges");
    }
  }
}
