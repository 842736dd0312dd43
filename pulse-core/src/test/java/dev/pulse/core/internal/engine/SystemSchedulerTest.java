package dev.pulse.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemSchedulerTest {
  private static final long TICK = SystemScheduler.TICK;

  @ParameterizedTest(name = "the clock stands at {0}")
  @ValueSource(longs = {0, 123_456_789, -123_456_789, 9_000_000_000_000_000_000L})
  void whatIsDueWithinATickIsDueTogetherAtItsEnd(long now) {
    var dues =
        LongStream.rangeClosed(1, 100)
            .map(share -> TICK * share / 100)
            .map(after -> after + Math.floorMod(-now, TICK))
            .map(delay -> now + SystemScheduler.untilTick(delay, now))
            .distinct();

    assertThat(dues.toArray()).hasSize(1);
  }

  @ParameterizedTest(name = "a delay of {0} ns")
  @ValueSource(longs = {1, 999, 5_000_000, 5_000_001, 60_000_000_000L})
  void nothingIsEarlyOrLateByMoreThanATick(long delay) {
    assertThat(SystemScheduler.untilTick(delay, 987_654_321)).isBetween(delay, delay + TICK - 1);
  }

  @ParameterizedTest(name = "a delay of {0} ns")
  @ValueSource(longs = {0, -1, -5_000_000, Long.MIN_VALUE})
  void whatIsDueWaitsForNoTick(long delay) {
    assertThat(SystemScheduler.untilTick(delay, 987_654_321)).isZero();
  }

  @ParameterizedTest(name = "the clock stands at {0}")
  @ValueSource(longs = {0, 1, 987_654_321, -987_654_321, Long.MAX_VALUE, Long.MIN_VALUE})
  void whatIsDueInCenturiesIsNotDueAtOnce(long now) {
    assertThat(SystemScheduler.untilTick(Long.MAX_VALUE, now))
        .isGreaterThanOrEqualTo(Long.MAX_VALUE - TICK);
  }

  @Test
  void taskRuns() throws InterruptedException {
    var run = new CountDownLatch(1);
    try (var scheduler = new SystemScheduler()) {
      scheduler.schedule(Duration.ofMillis(1), run::countDown);

      assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
