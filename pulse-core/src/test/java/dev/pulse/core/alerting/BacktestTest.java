package dev.pulse.core.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BacktestTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration SPAN = Duration.ofHours(60);

  @Test
  void itSaysWhatTheEngineDid() {
    var clock = ManualClock.at(START.toString());
    var time = new ManualScheduler(clock);
    var registration = registration();
    try (var pulse =
        Pulse.builder()
            .store(Stores.memory())
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .maintenance(
                Maintenance.once(
                    "upgrade", START.plus(Duration.ofHours(20)), START.plus(Duration.ofHours(23))))
            .register(registration)
            .start()) {
      time.advance(SPAN);
      pulse.flush();

      var backtest = Backtest.run(registration, pulse.journal(), START, clock.instant());

      var lived =
          new ArrayList<>(pulse.incidents().list(IncidentQuery.all().limit(10_000)).items());
      Collections.reverse(lived);
      assertThat(lived).extracting(Incident::rule).contains("downtime", "finding", "backlog", "z");
      assertThat(lived).extracting(Incident::isOpen).contains(true, false);
      assertThat(words(backtest.incidents())).isEqualTo(words(lived));
      assertThat(words(backtest.open()))
          .isEqualTo(words(lived.stream().filter(Incident::isOpen).toList()));
      assertThat(backtest.outcomes()).isGreaterThan(3_500);
    }
  }

  /** Everything but the ids. */
  private static List<String> words(List<Incident> incidents) {
    return incidents.stream()
        .map(
            i ->
                i.toString().replaceFirst("#\\d+", "")
                    + i.startedAt()
                    + i.endedAt()
                    + i.details()
                    + i.annotations()
                    + i.timeline())
        .toList();
  }

  private static Registration registration() {
    return Registration.check("shop", BacktestTest::answer)
        .schedule(Schedules.every(Duration.ofMinutes(1)))
        .rule(AlertRule.whenFailing().after(2).annotation("s", "{{summary}}"))
        .rule(AlertRule.whenFinding().after(2).forAtLeast(Duration.ofMinutes(3)))
        .rule(
            AlertRule.when("latency > 90")
                .named("backlog")
                .keepFiringFor(Duration.ofMinutes(5))
                .flapping(3, Duration.ofHours(1)))
        .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build).named("z"))
        .build();
  }

  private static CheckResult answer(CheckContext context) {
    long minute = Duration.between(START, context.clock().instant()).toMinutes();
    var random = new Random(minute);
    var findings = new ArrayList<Finding>();
    for (String key : List.of("a", "b")) {
      boolean bad = random.nextInt(3) > 0 || minute % 500 > 450;
      findings.add(Finding.of(key, bad ? Status.FAIL : Status.PASS, "seen"));
    }
    if (minute % 300 > 290) {
      return CheckResult.fail(Reason.STATUS, "500").withFindings(findings);
    }
    return CheckResult.pass("fine")
        .withFindings(findings)
        .withLatency(Duration.ofMillis(minute % 400 > 380 ? 300 : 40 + random.nextInt(10)));
  }

  @Test
  void itTellsWhatCameOfEachRule() {
    var registration =
        Registration.check("shop", context -> CheckResult.pass("not called"))
            .rule(AlertRule.whenFailing().after(2).recoverAfter(1))
            .rule(AlertRule.whenWarning())
            .build();

    var backtest = Backtest.of(registration, outcomes("FFFPPFFPPFF"));

    assertThat(backtest)
        .hasToString(
            """
            shop: 11 results from 2026-03-01T00:00:00Z to 2026-03-01T00:10:00Z
              downtime: would have opened 3 incidents, 3m in all, the longest 2m; 1 would be open \
            at the end
              degraded: would have opened nothing""");
    assertThat(backtest.incidents()).extracting(Incident::id).containsExactly(1L, 2L, 3L);
  }

  private static List<Outcome> outcomes(String script) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < script.length(); i++) {
      var result =
          script.charAt(i) == 'F' ? CheckResult.fail(Reason.STATUS, "500") : CheckResult.pass("ok");
      outcomes.add(
          Outcome.builder("shop", i + 1, START.plus(Duration.ofMinutes(i)), result).build());
    }
    return outcomes;
  }

  @Test
  void nothingRecordedIsNoGoodNews() {
    var registration =
        Registration.check("shop", context -> CheckResult.pass("")).rule(AlertRule.whenFailing());
    try (var store = Stores.memory()) {
      assertThat(
              Backtest.run(
                  registration.build(), store.journal(), START, START.plus(Duration.ofDays(3))))
          .hasToString(
              "shop: no results from 2026-03-01T00:00:00Z to 2026-03-04T00:00:00Z, so nobody can"
                  + " tell");
    }
  }

  @Test
  void aStretchHasALengthAndRulesMustBeReadable() {
    var good = Registration.check("shop", context -> CheckResult.pass("")).build();
    var bad = good.toBuilder().rule(AlertRule.when("latency >")).build();
    try (var store = Stores.memory()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Backtest.run(good, store.journal(), START, START))
          .withMessageContaining("at most 3,660 days");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Backtest.run(bad, store.journal(), START, START.plusSeconds(1)))
          .withMessageContaining("rule \"condition\": condition: line 1");
    }
  }
}
