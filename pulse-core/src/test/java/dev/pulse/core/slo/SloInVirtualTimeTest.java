package dev.pulse.core.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.condition.Conditions;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target, its check and its objective, from the engine to the journal and back. */
class SloInVirtualTimeTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at(START.toString());
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener listener = new RecordingListener();
  private final Pulse pulse =
      Pulse.builder()
          .clock(clock)
          .scheduler(time)
          .executor(Runnable::run)
          .startSpread(Duration.ZERO)
          .listener(listener)
          .start();
  private boolean down;

  @AfterEach
  void close() {
    pulse.close();
  }

  private Registration.Builder shop(Duration interval) {
    return Registration.check(
            "shop",
            context ->
                down
                    ? CheckResult.fail(Reason.REFUSED, "refused")
                    : CheckResult.pass("fine").withLatency(MINUTE.dividedBy(1000)))
        .schedule(Schedules.every(interval));
  }

  private Registration.Builder slo(Duration interval) {
    return Registration.check("slo", SloCheck.of("shop", Objective.availability(0.999)).build())
        .schedule(Schedules.every(interval));
  }

  private void downFor(Duration length) {
    down = true;
    time.advance(length);
    down = false;
  }

  private List<Outcome> judgements() {
    return pulse.journal().outcomes(OutcomeQuery.of("slo").limit(1000)).items();
  }

  private boolean pagedSince(Instant since) {
    return judgements().stream()
        .anyMatch(outcome -> !outcome.started().isBefore(since) && outcome.status() == Status.FAIL);
  }

  @ParameterizedTest(name = "each {0} s")
  @CsvSource({"10", "60", "300", "3600"})
  void oneFailedMinuteDoesNotPage(long seconds) {
    pulse.add(shop(Duration.ofSeconds(seconds)).build());
    pulse.add(slo(MINUTE).build());
    // Half a minute before a run, so that the minute hits at least one.
    time.advance(Duration.ofHours(7).minusSeconds(30));

    downFor(MINUTE);
    time.advance(Duration.ofHours(1));

    assertThat(pulse.journal().outcomes(OutcomeQuery.of("shop").limit(1000)).items())
        .filteredOn(outcome -> outcome.status() == Status.FAIL)
        .hasSizeBetween(seconds < 3600 ? 0 : 1, 6);
    assertThat(pagedSince(START)).isFalse();
  }

  @ParameterizedTest(name = "each {0} s")
  @CsvSource({"10", "60", "300"})
  void anOutageOfTenMinutesPagesWhileItLasts(long seconds) {
    pulse.add(shop(Duration.ofSeconds(seconds)).build());
    pulse.add(slo(MINUTE).build());
    time.advance(Duration.ofHours(7).minusSeconds(30));
    var began = clock.instant();
    assertThat(pagedSince(START)).isFalse();

    downFor(MINUTE.multipliedBy(10));

    assertThat(pagedSince(began)).isTrue();
  }

  /** An hourly run that fails is a minute or an hour: only who looks again can tell. */
  @Test
  void atAnHourTenMinutesAreSeenByThoseWhoLookAgainWhileItFails() {
    pulse.add(shop(Duration.ofHours(1)).whileFailing(MINUTE).build());
    pulse.add(slo(MINUTE).build());
    time.advance(Duration.ofHours(7).minusSeconds(30));
    var began = clock.instant();

    downFor(MINUTE.multipliedBy(10));

    assertThat(pagedSince(began)).isTrue();
  }

  @Test
  void atAnHourTheSecondFailurePages() {
    pulse.add(shop(Duration.ofHours(1)).build());
    pulse.add(slo(MINUTE).build());
    time.advance(Duration.ofHours(7).minusSeconds(30));

    downFor(Duration.ofHours(1));
    assertThat(pagedSince(START)).isFalse();
    downFor(MINUTE.multipliedBy(5));

    assertThat(pagedSince(START)).isTrue();
  }

  @Test
  void aMonthWithAnOutageIsAccountedToTheMinuteAndForgottenAfterAnother() {
    var tenMinutes = MINUTE.multipliedBy(10);
    pulse.add(shop(tenMinutes).build());
    pulse.add(slo(Duration.ofHours(6)).build());
    time.advance(Duration.ofDays(10));
    downFor(MINUTE.multipliedBy(20));
    time.advance(Duration.ofDays(20).minus(MINUTE.multipliedBy(20)));

    var month = pulse.runNow("slo").join();
    assertThat(month.result().summary())
        .isEqualTo("99.95 % over 30 d, objective 99.9 %: 23 min 12 s of 43 min 12 s left");
    assertThat(month.status()).isEqualTo(Status.PASS);
    assertThat(month.value(Signal.sample("slo_sli_ratio")).orElseThrow())
        .isCloseTo(1 - 20 / 43_200.0, within(1e-12));

    downFor(MINUTE.multipliedBy(30));
    time.advance(Duration.ofDays(4));
    var overspent = pulse.runNow("slo").join();
    assertThat(overspent.result().reason()).contains(Reason.BUDGET_EXHAUSTED);
    assertThat(overspent.result().summary())
        .isEqualTo("99.88 % over 30 d, objective 99.9 %: 43 min 12 s overspent by 6 min 48 s");

    time.advance(Duration.ofDays(27));
    var recovered = pulse.runNow("slo").join();
    assertThat(recovered.result().summary())
        .isEqualTo("100 % over 30 d, objective 99.9 %: 43 min 12 s of 43 min 12 s left");
  }

  @Test
  void rulesWorkOnItAsOnAnyCheck() {
    pulse.add(shop(MINUTE).build());
    pulse.add(slo(MINUTE).rule(AlertRule.whenFailing().after(1).recoverAfter(1)).build());
    time.advance(Duration.ofHours(7));
    assertThat(listener.incidents()).isEmpty();

    downFor(MINUTE.multipliedBy(10));
    assertThat(listener.incidents())
        .extracting(event -> event.incident().check(), IncidentEvent::kind)
        .containsExactly(tuple("slo", IncidentEvent.Kind.OPENED));

    time.advance(MINUTE.multipliedBy(35));
    assertThat(listener.incidents()).hasSize(2);
  }

  @Test
  void conditionsSeeWhatIsLeft() throws Exception {
    pulse.add(shop(MINUTE).build());
    pulse.add(
        Registration.check(
                "slo",
                Conditions.failUnless("slo_error_budget_remaining_ratio > 0.5")
                    .on(SloCheck.of("shop", Objective.availability(0.999)).pairs().build()))
            .schedule(Schedules.every(MINUTE))
            .build());
    time.advance(Duration.ofDays(1));
    assertThat(pulse.runNow("slo").join().status()).isEqualTo(Status.PASS);

    downFor(MINUTE.multipliedBy(1));
    time.advance(MINUTE);

    var result = pulse.runNow("slo").join().result();
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.CONDITION);
  }

  @Test
  void burnRatesAreSignals() {
    pulse.add(shop(MINUTE).build());
    pulse.add(slo(MINUTE).build());
    time.advance(Duration.ofHours(2));
    downFor(MINUTE.multipliedBy(6));

    assertThat(
            pulse
                .runNow("slo")
                .join()
                .value(Signal.sample("slo_burn_rate", Labels.of("window", "1h")))
                .orElseThrow())
        .isCloseTo(1000.0 * 5 / 60, within(1e-9));
  }

  @Test
  void anObjectiveOfItselfIsRefused() {
    pulse.add(shop(MINUTE).build());
    var circle =
        Registration.check("slo", SloCheck.of("slo", Objective.availability(0.999)).build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pulse.add(circle.build()))
        .withMessage("registration \"slo\" depends on itself: slo -> slo");
  }

  @Test
  void announcedWorkSpendsNothing() {
    var work = clock.instant().plus(Duration.ofHours(6));
    try (var announced =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .startSpread(Duration.ZERO)
            .maintenance(Maintenance.once("move", work, work.plus(Duration.ofHours(2))))
            .register(shop(MINUTE).build())
            .register(slo(MINUTE).build())
            .start()) {
      time.advance(Duration.ofHours(6));
      downFor(MINUTE.multipliedBy(119));
      time.advance(Duration.ofHours(4));

      assertThat(announced.journal().outcomes(OutcomeQuery.of("slo").limit(1000)).items())
          .filteredOn(outcome -> outcome.started().isAfter(START))
          .isNotEmpty()
          .extracting(Outcome::status)
          .containsOnly(Status.PASS);
      assertThat(announced.runNow("slo").join().value(Signal.sample("slo_sli_ratio"))).hasValue(1);
    }
  }
}
