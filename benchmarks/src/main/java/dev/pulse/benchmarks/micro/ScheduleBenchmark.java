package dev.pulse.benchmarks.micro;

import dev.pulse.api.schedule.Schedule;
import dev.pulse.core.internal.engine.SystemScheduler;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to wait: timers beside 10,000 that are far away, and times of the calendar. */
@State(Scope.Benchmark)
public class ScheduleBenchmark {
  private static final int WAITING = 10_000;
  private static final int FIRED = 1_000;

  private final Schedule often = Cron.of("*/5 * * * *", ZoneId.of("Europe/Berlin"));
  private final Schedule seldom = Cron.of("30 2 * * 1", ZoneId.of("Europe/Berlin"));
  private SystemScheduler timer = new SystemScheduler();
  private Instant at = Instant.parse("2026-01-01T00:00:00Z");

  /** As many timers as checks. */
  @Setup
  public void fill() {
    for (int i = 0; i < WAITING; i++) {
      timer.schedule(Duration.ofHours(1).plusMillis(i), () -> {});
    }
  }

  /** Ends the thread. */
  @TearDown
  public void close() {
    timer.close();
    timer = new SystemScheduler();
  }

  /** A deadline that is called off, as that of nearly every run. */
  @Benchmark
  public void timerCancelled() {
    timer.schedule(Duration.ofSeconds(10), () -> {}).cancel();
  }

  /** A timer that fires, from being set to having run. */
  @Benchmark
  @OperationsPerInvocation(FIRED)
  public void timerFired() throws InterruptedException {
    var fired = new CountDownLatch(FIRED);
    for (int i = 0; i < FIRED; i++) {
      timer.schedule(Duration.ZERO, fired::countDown);
    }
    fired.await();
  }

  /** The next of many times. */
  @Benchmark
  public Optional<Instant> cronEveryFiveMinutes() {
    return step(often);
  }

  /** The next of few times, one of which falls into the hour that is skipped in spring. */
  @Benchmark
  public Optional<Instant> cronOnceAWeek() {
    return step(seldom);
  }

  private Optional<Instant> step(Schedule schedule) {
    var next = schedule.next(at);
    at = at.getEpochSecond() > 4_000_000_000L ? Instant.EPOCH : next.orElseThrow();
    return next;
  }
}
