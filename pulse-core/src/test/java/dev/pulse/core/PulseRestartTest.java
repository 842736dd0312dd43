package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.detect.EwmaChart;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RarityScore;
import dev.pulse.core.detect.RobustZScore;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.detect.SeasonalZScore;
import dev.pulse.core.schedule.Cron;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was learnt goes on exactly where it stopped, however often Pulse is started again. */
@Timeout(120)
class PulseRestartTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int MINUTES = 1_500;

  @TempDir Path directory;

  /** What is left at the end: the learnt state bit for bit, and each incident in words. */
  private record Left(String state, List<String> incidents) {}

  @Test
  void restartsAndTheSizeOfCommitsChangeNothing() {
    var random = new Random(1);
    var one = run("one.db", minute -> false, minute -> false);
    var restarted = run("restarted.db", minute -> random.nextInt(40) == 0, minute -> false);
    var flushed = run("flushed.db", minute -> false, minute -> random.nextInt(3) == 0);

    assertThat(one.incidents()).hasSizeGreaterThan(4);
    assertThat(restarted.incidents()).isEqualTo(one.incidents());
    assertThat(flushed.incidents()).isEqualTo(one.incidents());
    assertThat(restarted.state()).isEqualTo(one.state());
    assertThat(flushed.state()).isEqualTo(one.state());
  }

  /** A day of one check, each minute. */
  private Left run(String file, IntPredicate restart, IntPredicate flush) {
    var clock = ManualClock.at(START.toString());
    var time = new ManualScheduler(clock);
    var pulse = start(file, clock, time);
    for (int minute = 0; minute < MINUTES; minute++) {
      time.advance(Duration.ofMinutes(1));
      if (flush.test(minute)) {
        pulse.flush();
      }
      if (restart.test(minute)) {
        pulse.close();
        pulse = start(file, clock, time);
      }
    }
    pulse.close();
    try (Store store = Stores.sqlite(directory.resolve(file))) {
      var incidents =
          store.incidents().list(IncidentQuery.all().limit(1_000)).items().stream()
              .map(i -> i.rule() + " " + i.startedAt() + " " + i.endedAt() + " " + i.details())
              .toList();
      return new Left(HexFormat.of().formatHex(store.ruleState("shop").orElseThrow()), incidents);
    }
  }

  private Pulse start(String file, ManualClock clock, ManualScheduler time) {
    return Pulse.builder()
        .store(Stores.sqlite(directory.resolve(file)))
        .clock(clock)
        .scheduler(time)
        .executor(Runnable::run)
        .register(shop())
        .start();
  }

  private static Registration shop() {
    var latency = Signal.latency();
    return Registration.check("shop", PulseRestartTest::answer)
        .schedule(Cron.of("* * * * *", ZoneOffset.UTC))
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .rule(AlertRule.whenAnomalous(latency, () -> RollingZScore.builder().build()).named("z"))
        .rule(AlertRule.whenAnomalous(latency, () -> EwmaChart.builder().build()).named("ewma"))
        .rule(AlertRule.whenAnomalous(latency, () -> RobustZScore.builder().build()).named("mad"))
        .rule(
            AlertRule.whenAnomalous(latency, () -> SeasonalZScore.builder().build()).named("week"))
        .rule(AlertRule.whenAnomalous(latency, () -> RarityScore.builder().build()).named("rare"))
        .rule(AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new).named("errors"))
        .build();
  }

  /** Depends on the time alone, so that every run of the test sees the same. */
  private static CheckResult answer(CheckContext context) {
    long minute = Duration.between(START, context.clock().instant()).toMinutes();
    var random = new Random(minute);
    if (minute % 700 > 690 || random.nextInt(150) == 0) {
      return CheckResult.fail(Reason.STATUS, "500");
    }
    double usual = 50 + 20 * Math.sin(minute / 229.0) + 3 * random.nextGaussian();
    double odd = minute % 500 > 480 ? 400 : 0;
    return CheckResult.pass("fine").withLatency(Duration.ofMillis((long) (usual + odd)));
  }
}
