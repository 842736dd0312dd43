package dev.pulse.core.check;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A Pulse whose time is moved by hand, with one job called {@code backup} that reports to it. */
final class Jobs implements AutoCloseable {
  final ManualClock clock;
  final ManualScheduler scheduler;
  final Pulse pulse;
  final Heartbeats heartbeats;

  /** Looks at the job every 30 seconds. */
  Jobs(ManualClock clock, Store store, Check check) {
    this.clock = clock;
    scheduler = new ManualScheduler(clock);
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .store(store)
            .register(
                Registration.check("backup", check)
                    .schedule(Schedules.every(Duration.ofSeconds(30)))
                    .rule(AlertRule.whenFailing().after(1).recoverAfter(1))
                    .build())
            .start();
    heartbeats = Heartbeats.of(pulse);
  }

  /** Lets time pass. */
  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** Lets time pass until a moment. */
  void passUntil(String instant) {
    pass(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  /** Reports, and tells what it came to. */
  CheckResult report(HeartbeatReport report) {
    return heartbeats.report("backup", report).join().result();
  }

  /** What is known now. */
  CheckResult now() {
    return pulse.check("backup").orElseThrow().latest().orElseThrow().result();
  }

  /** Everything that was answered so far, newest first. */
  List<Outcome> all() {
    pulse.flush();
    return pulse.journal().outcomes(OutcomeQuery.of("backup").limit(1000)).items();
  }

  @Override
  public void close() {
    heartbeats.close();
    pulse.close();
  }
}
