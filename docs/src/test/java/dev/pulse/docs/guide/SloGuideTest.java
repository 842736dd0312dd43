package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.store.Journal;
import dev.pulse.core.Pulse;
import dev.pulse.core.slo.SloCheck;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SloGuideTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();

  @AfterEach
  void close() {
    pulse.close();
  }

  private void shop() {
    pulse.add(
        Registration.check(
                "shop",
                context -> CheckResult.pass("200 in 20 ms").withLatency(Duration.ofMillis(20)))
            .build());
    scheduler.advance(Duration.ofHours(1));
  }

  @Test
  void aFirstObjective() {
    shop();
    Check slo = SloCheck.of("shop", Objective.availability(0.999)).build();
    pulse.add(
        Registration.check("shop-slo", slo)
            .schedule(Schedules.every(Duration.ofMinutes(1)))
            .rule(AlertRule.whenFailing().after(1).recoverAfter(1))
            .build());
    scheduler.runDue();
    var outcome = pulse.check("shop-slo").orElseThrow().latest().orElseThrow();
    assertThat(outcome.status()).isEqualTo(Status.PASS);
    assertThat(outcome.result().summary()).startsWith("100 % over 30 d, objective 99.9 %: 3 s of");
  }

  @Test
  void ownArithmetic() {
    shop();
    Objective objective = Objective.latency(Duration.ofMillis(300), 0.99);
    Check month =
        context -> {
          var journal = context.service(Journal.class).orElseThrow();
          var now = context.clock().instant();
          var budget = objective.budget(journal, "shop", now.minus(Duration.ofDays(30)), now);
          return budget.remainingRatio().isEmpty()
              ? CheckResult.unknown(Reason.NO_DATA, "nothing is known of the shop")
              : CheckResult.pass(budget.remainingRatio().getAsDouble() + " left");
        };
    pulse.add(Registration.check("month", month).build());
    scheduler.runDue();
    var outcome = pulse.check("month").orElseThrow().latest().orElseThrow();
    assertThat(outcome.result().summary()).isEqualTo("1.0 left");
  }
}
