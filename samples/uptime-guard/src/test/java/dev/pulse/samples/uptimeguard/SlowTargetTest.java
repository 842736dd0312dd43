package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Defect 4: one slow target delayed all others. */
@Timeout(60)
class SlowTargetTest {
  private final ManualClock clock = ManualClock.at(Rig.START);
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private static final ThreadLocal<CountDownLatch> HANDED_OVER = new ThreadLocal<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger slowRuns = new AtomicInteger();
  private final List<String> quick = Collections.synchronizedList(new ArrayList<>());

  @Test
  void oneTargetHangsAndTheOthersKeepTheirGrid() {
    try (var pulse =
            Pulse.builder()
                .store(Stores.memory())
                .clock(clock)
                .scheduler(scheduler)
                .executor(this::onAThreadOfItsOwn)
                .start();
        var guard = UptimeGuard.builder(pulse).probes(this::probe).start()) {
      // Five minutes are allowed for it: it is the hanging that the others must not notice.
      create(guard, "slow", 300_000);
      create(guard, "a", null);
      create(guard, "b", null);

      scheduler.advance(Duration.ofSeconds(90));

      assertThat(quick)
          .containsExactly("a 0", "b 0", "a 30", "b 30", "a 60", "b 60", "a 90", "b 90");
      // Its own runs were skipped meanwhile, not queued: it never ran twice at a time.
      assertThat(slowRuns).hasValue(1);
      release.countDown();
    }
  }

  private void create(UptimeGuard guard, String name, Integer timeoutMillis) {
    guard
        .targets()
        .create(
            new TargetDocument(
                name, "http://x.example", "http", true, Rig.START, null, timeoutMillis, null));
  }

  private Check probe(WatchedTarget target) {
    return context -> {
      if (target.name().equals("slow")) {
        slowRuns.incrementAndGet();
        HANDED_OVER.get().countDown();
        release.await();
      } else {
        quick.add(target.name() + " " + Duration.between(Rig.START, clock.instant()).toSeconds());
      }
      return CheckResult.pass("ok").withLatency(Duration.ZERO);
    };
  }

  /** Runs a task on a new thread, and goes on when it has ended or hangs. */
  private void onAThreadOfItsOwn(Runnable task) {
    var goOn = new CountDownLatch(1);
    new Thread(
            () -> {
              HANDED_OVER.set(goOn);
              try {
                task.run();
              } finally {
                goOn.countDown();
              }
            })
        .start();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
