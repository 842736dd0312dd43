package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.core.Pulse;
import dev.pulse.core.alerting.Backtest;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesGuideTest {
  @Test
  void everyKindOfRule() {
    AlertRule down = AlertRule.whenFailing().after(3).recoverAfter(2);
    AlertRule degraded = AlertRule.whenWarning().forAtLeast(Duration.ofMinutes(10));
    AlertRule blind = AlertRule.whenUnknown().after(5);
    AlertRule slow = AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build);
    AlertRule node = AlertRule.whenFinding().named("node").recoverAfter(2);
    AlertRule backlog =
        AlertRule.when("samples.queue_depth > 1000 and status != 'fail'")
            .named("backlog")
            .severity(Severity.WARNING)
            .keepFiringFor(Duration.ofMinutes(5))
            .labels(Labels.of("team", "orders"))
            .annotation("runbook", "https://wiki.example/{{check}}/{{labels.team}}");

    var builder = Registration.check("orders", context -> CheckResult.pass("fine"));
    List.of(down, degraded, blind, slow, node, backlog).forEach(builder::rule);
    try (Pulse pulse = Pulse.builder().register(builder.build()).start()) {
      assertThat(pulse.check("orders")).isPresent();
    }
  }

  @Test
  void historyIsJudgedAgain() {
    var clock = ManualClock.at("2026-03-01T12:00:00Z");
    var scheduler = new ManualScheduler(clock);
    var registration =
        Registration.check("orders", context -> CheckResult.fail(Reason.STATUS, "503"))
            .rule(AlertRule.whenFailing().after(3))
            .build();
    try (Pulse pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .register(registration)
            .start()) {
      scheduler.advance(Duration.ofHours(1));
      pulse.flush();
      var now = clock.instant();
      var monthAgo = now.minus(Duration.ofDays(30));
      Backtest backtest = Backtest.run(registration, pulse.journal(), monthAgo, now);
      System.out.println(backtest);
      List<Incident> wouldHaveOpened = backtest.incidents();
      assertThat(wouldHaveOpened).hasSize(1);
    }
  }
}
