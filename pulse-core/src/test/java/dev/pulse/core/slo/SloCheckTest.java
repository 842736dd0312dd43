package dev.pulse.core.slo;

import static dev.pulse.core.slo.Past.DOWN;
import static dev.pulse.core.slo.Past.FAST_ERROR;
import static dev.pulse.core.slo.Past.SLOW;
import static dev.pulse.core.slo.Past.UNKNOWN;
import static dev.pulse.core.slo.Past.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.slo.Objective;
import dev.pulse.testkit.FakeCheckContext;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SloCheckTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Objective THREE_NINES = Objective.availability(0.999);

  private final Past past = new Past(Instant.parse("2026-03-01T00:00:00Z"));

  private CheckResult judged(Objective objective) {
    return judged(SloCheck.of("shop", objective).build());
  }

  private CheckResult judged(SloCheck check) {
    return check.run(context());
  }

  private CheckContext context() {
    return FakeCheckContext.builder().clock(past::now).journal(past.journal()).build();
  }

  private static OptionalDouble sample(CheckResult result, String name) {
    return sample(result, name, Labels.empty());
  }

  private static OptionalDouble sample(CheckResult result, String name, Labels labels) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
        .mapToDouble(Sample::value)
        .findFirst();
  }

  private static OptionalDouble burnRate(CheckResult result, String window) {
    return sample(result, "slo_burn_rate", Labels.of("window", window));
  }

  @Test
  void tellsWhatIsLeftInASentence() {
    past.then(DAY.multipliedBy(20), MINUTE.multipliedBy(12), UP)
        .then(MINUTE.multipliedBy(12), MINUTE.multipliedBy(12), DOWN)
        .then(DAY.multipliedBy(10).minus(MINUTE.multipliedBy(12)), MINUTE.multipliedBy(12), UP);

    var result = judged(THREE_NINES);

    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary())
        .isEqualTo("99.97 % over 30 d, objective 99.9 %: 31 min 12 s of 43 min 12 s left");
    assertThat(sample(result, "slo_objective_ratio")).hasValue(0.999);
    assertThat(sample(result, "slo_sli_ratio").orElseThrow())
        .isCloseTo(1 - 12.0 / 43_200, within(1e-12));
    assertThat(sample(result, "slo_error_budget_remaining_ratio").orElseThrow())
        .isCloseTo(1 - 12 / 43.2, within(1e-12));
    assertThat(sample(result, "slo_error_budget_remaining_seconds")).hasValue(31 * 60 + 12);
    assertThat(sample(result, "slo_unknown_ratio")).hasValue(0);
    assertThat(burnRate(result, "5m")).hasValue(0);
    assertThat(burnRate(result, "30m")).hasValue(0);
    assertThat(burnRate(result, "1h")).hasValue(0);
    assertThat(burnRate(result, "6h")).hasValue(0);
    assertThat(burnRate(result, "3d")).hasValue(0);
    assertThat(result.samples()).hasSize(10);
  }

  @Test
  void nothingKnownIsUnknownAndNeverAll() {
    past.nothing(DAY);
    var never = judged(THREE_NINES);
    assertThat(never.status()).isEqualTo(Status.UNKNOWN);
    assertThat(never.reason()).contains(Reason.NO_DATA);
    assertThat(never.summary()).isEqualTo("nothing is known of shop in the last 30 d");
    assertThat(never.samples())
        .containsExactly(
            Sample.gauge("slo_objective_ratio", 0.999), Sample.gauge("slo_unknown_ratio", 1));

    past.then(DAY, MINUTE, UNKNOWN);
    assertThat(judged(THREE_NINES).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void saysHowMuchIsUnknownAndSpendsNothingForIt() {
    past.then(DAY.multipliedBy(2), HOUR, UP);

    var result = judged(THREE_NINES);

    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary())
        .isEqualTo(
            "100 % over 30 d, objective 99.9 %: 2 min 52 s of 2 min 52 s left;"
                + " nothing is known of 28 d");
    assertThat(sample(result, "slo_unknown_ratio").orElseThrow())
        .isCloseTo(28.0 / 30, within(1e-12));
  }

  @Test
  void anOutageBurnsAndTheAlarmEndsSoonAfterIt() {
    past.then(DAY.multipliedBy(3), MINUTE, UP).then(MINUTE.multipliedBy(10), MINUTE, DOWN);
    var burning = judged(THREE_NINES);
    assertThat(burning.status()).isEqualTo(Status.FAIL);
    assertThat(burning.reason()).contains(Reason.BURN_RATE);
    assertThat(burning.summary())
        .startsWith(
            "the budget burns at 167 over 1 h and 1000 over 5 min, more than 14.4; 99.76 %");

    past.then(MINUTE.multipliedBy(5), MINUTE, UP);
    var over = judged(THREE_NINES);
    assertThat(burnRate(over, "5m")).hasValue(0);
    assertThat(burnRate(over, "1h").orElseThrow()).isCloseTo(1000.0 / 6, within(1e-9));
    assertThat(over.status()).as("still in the pair of six hours").isEqualTo(Status.FAIL);

    past.then(MINUTE.multipliedBy(26), MINUTE, UP);
    assertThat(judged(THREE_NINES).status()).isEqualTo(Status.WARN);
  }

  @Test
  void aSlowBurnWarns() {
    // Two minutes of each twelve hours: a rate of 2.8, below that of any page.
    for (int i = 0; i < 8; i++) {
      past.then(HOUR.multipliedBy(12).minus(MINUTE.multipliedBy(2)), MINUTE, UP)
          .then(MINUTE.multipliedBy(2), MINUTE, DOWN);
    }

    var result = judged(THREE_NINES);

    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.reason()).contains(Reason.BURN_RATE);
    assertThat(result.summary()).startsWith("the budget burns at 2.78 over 3 d and 5.56 over 6 h");
  }

  @Test
  void anExhaustedBudgetWarnsWithItsOwnReason() {
    past.then(DAY.multipliedBy(10), HOUR, UP)
        .then(HOUR, HOUR, DOWN)
        .then(DAY.multipliedBy(20).minus(HOUR), HOUR, UP);

    var result = judged(THREE_NINES);

    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.reason()).contains(Reason.BUDGET_EXHAUSTED);
    assertThat(result.summary())
        .isEqualTo("99.86 % over 30 d, objective 99.9 %: 43 min 12 s overspent by 16 min 48 s");
    assertThat(sample(result, "slo_error_budget_remaining_seconds")).hasValue(-(16 * 60 + 48));
    assertThat(sample(result, "slo_error_budget_remaining_ratio").orElseThrow()).isNegative();
  }

  @Test
  void whenNobodyLooksAnyMoreNobodyCanTell() {
    past.then(DAY.multipliedBy(5), MINUTE, UP).nothing(HOUR.multipliedBy(2));

    var result = judged(THREE_NINES);

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
    assertThat(result.summary()).startsWith("nothing is known of the last 1 h of shop; 100 % over");
    assertThat(burnRate(result, "1h")).isEmpty();
    assertThat(burnRate(result, "6h")).hasValue(0);
  }

  @Test
  void anOutageOfWhichTheEndIsUnknownIsNotOver() {
    past.then(DAY.multipliedBy(5), MINUTE, UP)
        .then(MINUTE.multipliedBy(10), MINUTE, DOWN)
        .nothing(MINUTE.multipliedBy(20));

    assertThat(judged(SloCheck.of("shop", THREE_NINES).build()).status())
        .as("the pair of six hours still sees the end of it")
        .isEqualTo(Status.FAIL);
    assertThat(
            judged(
                    SloCheck.of("shop", THREE_NINES)
                        .pairs(BurnPair.failing(14.4, HOUR, MINUTE.multipliedBy(5)))
                        .build())
                .status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void announcedMaintenanceSpendsNothing() {
    past.then(DAY, MINUTE, UP)
        .inMaintenance(HOUR.multipliedBy(2), MINUTE, DOWN)
        .then(MINUTE, MINUTE, DOWN)
        .then(MINUTE.multipliedBy(2), MINUTE, UP);

    var result = judged(THREE_NINES);

    // The failures of the maintenance are no evidence for the one after it, either.
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(sample(result, "slo_sli_ratio").orElseThrow())
        .isCloseTo(1442 / 1443.0, within(1e-12));
  }

  @Test
  void inTheFirstMinutesNothingIsProven() {
    past.then(MINUTE, Duration.ofSeconds(10), DOWN);

    assertThat(judged(THREE_NINES).reason()).contains(Reason.BUDGET_EXHAUSTED);

    past.then(MINUTE.multipliedBy(2), Duration.ofSeconds(10), DOWN);
    assertThat(judged(THREE_NINES).reason()).contains(Reason.BURN_RATE);
  }

  @Test
  void latencyIsCountedByRuns() {
    past.then(DAY, MINUTE, UP).then(MINUTE.multipliedBy(12), MINUTE, SLOW).then(DAY, MINUTE, UP);
    var objective = Objective.latency(Duration.ofMillis(300), 0.99).over(DAY.multipliedBy(2));

    var result = judged(objective);

    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary())
        .isEqualTo("99.58 % within 300ms over 2 d, objective 99 %: 16 of 28 runs left");
    assertThat(sample(result, "slo_sli_ratio").orElseThrow())
        .isCloseTo(1 - 12 / 2880.0, within(1e-12));
    assertThat(sample(result, "slo_error_budget_remaining_seconds")).isEmpty();
  }

  @Test
  void aFailureIsNeverInTimeHoweverFastItCame() {
    past.then(HOUR, MINUTE, UP)
        .then(HOUR, MINUTE, FAST_ERROR)
        .then(HOUR.multipliedBy(2), MINUTE, DOWN);

    var result = judged(Objective.latency(Duration.ofMillis(300), 0.99));

    assertThat(sample(result, "slo_sli_ratio")).hasValue(0.25);
    assertThat(result.status()).isEqualTo(Status.FAIL);
  }

  @Test
  void ofACheckThatMeasuresNoLatencyNothingIsKnown() {
    past.then(HOUR, MINUTE, CheckResult.pass("fine")).then(HOUR, MINUTE, DOWN);

    assertThat(judged(Objective.latency(Duration.ofMillis(300), 0.99)).status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void betweenTwoRunsTheLastOneStandsForLatency() {
    past.then(DAY.multipliedBy(2), HOUR, UP)
        .then(HOUR.multipliedBy(3), HOUR, SLOW)
        .nothing(Duration.ofMinutes(40));

    var result = judged(Objective.latency(Duration.ofMillis(300), 0.99));

    assertThat(burnRate(result, "5m").orElseThrow()).isCloseTo(100, within(1e-9));
    assertThat(result.status()).isEqualTo(Status.FAIL);
  }

  @Test
  void ownPairsTakeThePlaceOfTheUsual() {
    past.then(DAY, MINUTE, UP).then(MINUTE.multipliedBy(10), MINUTE, DOWN);
    var none = SloCheck.of("shop", THREE_NINES).pairs().build();
    var warns = SloCheck.of("shop", THREE_NINES).pairs(BurnPair.warning(50, HOUR, MINUTE)).build();

    assertThat(judged(none).reason()).contains(Reason.BUDGET_EXHAUSTED);
    assertThat(judged(warns).status()).isEqualTo(Status.WARN);
    assertThat(judged(warns).reason()).contains(Reason.BURN_RATE);
    assertThat(burnRate(judged(warns), "1m").orElseThrow()).isCloseTo(1000, within(1e-9));
  }

  @Test
  void thePairsFollowTheWindow() {
    assertThat(BurnPair.usual(THREE_NINES))
        .containsExactly(
            BurnPair.failing(14.4, HOUR, MINUTE.multipliedBy(5)),
            BurnPair.failing(6, HOUR.multipliedBy(6), MINUTE.multipliedBy(30)),
            BurnPair.warning(1, DAY.multipliedBy(3), HOUR.multipliedBy(6)));
    assertThat(BurnPair.usual(THREE_NINES.over(DAY.multipliedBy(7))))
        .extracting(BurnPair::toString)
        .containsExactly(
            "FAIL at 14.4 over 14m and 70s",
            "FAIL at 6 over 84m and 7m",
            "WARN at 1 over 1008m and 84m");
    assertThat(BurnPair.usual(Objective.availability(0.9)))
        .extracting(BurnPair::burnRate)
        .containsExactly(6.0, 1.0);
  }

  @Test
  void allThatIsNotAllowedIsSaidAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SloCheck.of("shop", THREE_NINES)
                    .pairs(
                        BurnPair.failing(Double.NaN, DAY.multipliedBy(31), HOUR),
                        BurnPair.warning(1000, HOUR, Duration.ZERO))
                    .confidence(1)
                    .leastBadRuns(0)
                    .build())
        .withMessage(
            "pairs[0].burn-rate: must be above 0 and below 1000, at which everything goes wrong,"
                + " but is NaN; pairs[0].long: must be at most the window of 30d, but is 31d;"
                + " pairs[1].burn-rate: must be above 0 and below 1000, at which everything goes"
                + " wrong, but is 1000; pairs[1].short: must be at least 1s and below the long"
                + " window of 1h, but is 0s; confidence: must be 0 to 0.9999, but is 1.0;"
                + " least-bad-runs: must be 1 to 1000, but is 0");
  }

  @Test
  void judgesTheOther() {
    assertThat(SloCheck.of("shop", THREE_NINES).build().judges()).containsExactly("shop");
  }
}
