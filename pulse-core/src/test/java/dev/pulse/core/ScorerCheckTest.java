package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scorer where a check runs: in the engine, and in the store. */
class ScorerCheckTest {
  private static final Factor BUILD = Factor.of("build", 25, 80, "8 of 10 builds succeeded");
  private static final Factor COVERAGE = Factor.of("coverage", 1.0 / 3, 100.0 / 3, "a third");
  private static final Factor NO_COVERAGE = Factor.missing("coverage", 20, "Codecov: 404");

  @TempDir private Path folder;
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);

  @Test
  void tellsScoreFactorsAndWhatIsMissing() throws Exception {
    var score = Score.weighted(List.of(BUILD, NO_COVERAGE)).withModel("health/1");
    var result = run(context -> score);

    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).isEqualTo("80 of 100, without coverage");
    assertThat(result.samples())
        .containsExactly(
            Sample.gauge("score", 80),
            Sample.gauge("score_factor", Labels.of("factor", "build"), 80));
    assertThat(result.findings())
        .containsExactly(
            Finding.of("coverage", Status.UNKNOWN, "Codecov: 404")
                .withLabels(Labels.of("factor", "coverage")));
    assertThat(result.details())
        .containsEntry("model", "health/1")
        .containsEntry("weight.build", "25")
        .containsEntry("evidence.build", "8 of 10 builds succeeded")
        .doesNotContainKey("change");
  }

  @Test
  void inconclusiveIsUnknownWithItsReasonAndHasNoSample() throws Exception {
    var plain = run(context -> Score.inconclusive(Reason.STATUS, "GitHub answered 502"));
    assertThat(plain.status()).isEqualTo(Status.UNKNOWN);
    assertThat(plain.reason()).contains(Reason.STATUS);
    assertThat(plain.summary()).isEqualTo("GitHub answered 502");
    assertThat(plain.samples()).isEmpty();

    var blind = run(context -> Score.weighted(List.of(NO_COVERAGE)));
    assertThat(blind.reason()).contains(Reason.NO_DATA);
    assertThat(blind.samples()).isEmpty();
    assertThat(blind.findings()).extracting(Finding::key).containsExactly("coverage");
    assertThat(ScorerCheck.scoreIn(blind)).isEmpty();
  }

  @Test
  void nothingIsUnknown() throws Exception {
    assertThat(run(context -> null).status()).isEqualTo(Status.UNKNOWN);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "80, PASS",
    "79.5, PASS",
    "79.4, WARN",
    "50, WARN",
    "49.5, WARN",
    "49, FAIL",
    "0, FAIL"
  })
  void boundsAreComparedWithTheRoundedScore(double points, Status status) throws Exception {
    var check = ScorerCheck.of(context -> Score.of(points)).warnBelow(80).failBelow(50);
    var result = check.run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.reason().map(Reason::code))
        .isEqualTo(status == Status.PASS ? Optional.empty() : Optional.of("score"));
  }

  @Test
  void zeroPassesUnlessSomebodyMinds() throws Exception {
    assertThat(run(context -> Score.of(0)).status()).isEqualTo(Status.PASS);
    assertThat(run(context -> Score.of(0)).summary()).isEqualTo("0 of 100");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void boundsAreOneToHundred(int points) {
    var check = ScorerCheck.of(context -> Score.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check.warnBelow(points))
        .withMessage("warnBelow must be 1 to 100, but is " + points);
    assertThatIllegalArgumentException().isThrownBy(() -> check.failBelow(points));
  }

  @Test
  void aResultTellsTheWholeScoreAgain() throws Exception {
    for (Score score :
        List.of(
            Score.of(12.345678),
            Score.weighted(List.of(BUILD, COVERAGE)),
            Score.weighted(List.of(COVERAGE, Factor.missing("x", 1e-6, "why"), BUILD)))) {
      assertThat(ScorerCheck.scoreIn(run(context -> score))).contains(score);
      var named = score.withModel("m/2");
      assertThat(ScorerCheck.scoreIn(run(context -> named))).contains(named);
    }
  }

  @Test
  void aResultOfAnotherCheckTellsNoScore() {
    var plain = CheckResult.pass("fine");
    assertThat(ScorerCheck.scoreIn(plain)).isEmpty();
    assertThat(ScorerCheck.scoreIn(plain.withSample(Sample.gauge("score", 4711)))).isEmpty();
    var odd = plain.withSample(Sample.gauge("score", 50));
    assertThat(ScorerCheck.scoreIn(odd.withDetail("weight.a", "much"))).isEmpty();
    assertThat(ScorerCheck.scoreIn(odd.withDetail("weight.a", "1"))).isEmpty();
  }

  @Test
  void changesAreExplainedAcrossARestart() {
    var file = folder.resolve("pulse.db");
    assertThat(change(file, Score.weighted(List.of(BUILD, COVERAGE)))).isEmpty();
    var better = Factor.of("build", 25, 90, "9 of 10 builds succeeded");
    assertThat(change(file, Score.weighted(List.of(better, COVERAGE))))
        .contains("+9.868421: build +9.868421 (80 → 90)");
  }

  private Optional<String> change(Path file, Score score) {
    var seen = new RecordingListener();
    try (var pulse = pulse(seen, Stores.sqlite(file))) {
      pulse.add(Registration.check("repo", ScorerCheck.of(context -> score)).build());
      time.runDue();
      pulse.flush();
      time.advance(Duration.ofSeconds(30));
    }
    return Optional.ofNullable(seen.outcomes().get(0).result().details().get("change"));
  }

  @Test
  void aScorerGradesWhatOthersFoundAndKnowsItsOwnLastScore() {
    var seen = new RecordingListener();
    var previous = new ArrayList<Optional<Score>>();
    try (var pulse = pulse(seen, Stores.memory())) {
      pulse.add(
          Registration.check("shop", context -> CheckResult.pass("fine"))
              .schedule(Schedules.every(Duration.ofSeconds(30)))
              .build());
      time.runDue();
      pulse.add(
          Registration.check(
                  "score",
                  ScorerCheck.of(
                      context -> {
                        previous.add(context.previous());
                        return Score.weighted(
                            List.of(
                                graded("shop", context.latest("shop")),
                                graded("nobody", context.latest("nobody"))));
                      }))
              .schedule(Schedules.every(Duration.ofSeconds(30)))
              .build());
      time.runDue();
      time.advance(Duration.ofSeconds(30));
    }
    var score =
        Score.weighted(
            List.of(Factor.of("shop", 1, 100, "PASS"), graded("nobody", Optional.empty())));
    assertThat(previous).startsWith(Optional.empty(), Optional.of(score));
    var outcome =
        seen.outcomes().stream().filter(o -> o.check().equals("score")).findFirst().orElseThrow();
    assertThat(outcome.value(Signal.sample("score"))).hasValue(100);
    assertThat(outcome.result().summary()).isEqualTo("100 of 100, without nobody");
  }

  private static Factor graded(String name, Optional<Outcome> outcome) {
    return outcome
        .map(o -> Factor.of(name, 1, o.status() == Status.PASS ? 100 : 0, "" + o.status()))
        .orElseGet(() -> Factor.missing(name, 1, "it has not run"));
  }

  private Pulse pulse(RecordingListener seen, Store store) {
    return Pulse.builder()
        .clock(clock)
        .scheduler(time)
        .executor(Runnable::run)
        .store(store)
        .listener(seen)
        .start();
  }

  private static CheckResult run(Scorer scorer) throws Exception {
    return ScorerCheck.of(scorer).run(FakeCheckContext.create());
  }
}
