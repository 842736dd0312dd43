package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.RunContext;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Store;
import dev.pulse.core.condition.Conditions;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Pulse lends to whatever it runs. */
class PulseServiceTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(time).executor(Runnable::run).start();
  private final List<Duration> seen = new ArrayList<>();

  @AfterEach
  void close() {
    pulse.close();
  }

  /** Notes how long the page was up, by the history that a run was lent. */
  private void look(RunContext context) {
    var now = context.clock().instant();
    var journal = context.service(Journal.class).orElseThrow();
    seen.add(journal.uptime("page", now.minus(Duration.ofHours(1)), now).up());
  }

  @Test
  void everyKindIsLentTheHistoryOfOthers() {
    pulse.add(Registration.check("page", context -> CheckResult.pass("fine")).build());
    time.advance(Duration.ofMinutes(1));
    pulse.add(
        Registration.check(
                "check",
                context -> {
                  look(context);
                  return CheckResult.pass("seen");
                })
            .build());
    pulse.add(
        Registration.check(
                "with-condition",
                Conditions.failUnless("body contains 'ok'")
                    .on(
                        context -> {
                          look(context);
                          return CheckResult.pass("seen").withBody("ok");
                        }))
            .build());
    pulse.add(
        Registration.collector(
                "collector",
                context -> {
                  look(context);
                  return Samples.builder().gauge("seen", Labels.empty(), 1).build();
                })
            .build());
    pulse.add(
        Registration.check(
                "scorer",
                ScorerCheck.of(
                    context -> {
                      look(context);
                      return Score.of(100);
                    }))
            .build());

    time.runDue();

    assertThat(seen).hasSize(4).containsOnly(Duration.ofMinutes(1));
  }

  @Test
  void nothingElseIsLent() {
    var lent = new ArrayList<Object>();
    pulse.add(
        Registration.check(
                "check",
                context -> {
                  context.service(Store.class).ifPresent(lent::add);
                  context.service(String.class).ifPresent(lent::add);
                  return CheckResult.pass("seen");
                })
            .build());

    time.runDue();

    assertThat(lent).isEmpty();
  }
}
