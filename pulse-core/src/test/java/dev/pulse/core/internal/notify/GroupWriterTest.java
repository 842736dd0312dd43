package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.store.Commit;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupWriterTest {
  private static final int ROUNDS = 100;

  private final ManualScheduler scheduler =
      new ManualScheduler(ManualClock.at("2026-03-01T12:00:00Z"));
  private final FaultyStore store = new FaultyStore();
  private final AtomicInteger unwritten = new AtomicInteger();
  private final GroupWriter writer = new GroupWriter(store, scheduler, new Counted());

  private volatile int round;
  private volatile int emptyIn;
  private volatile int came;

  /** One group of all that somebody has asked for. */
  private final class Counted implements GroupWriter.Source {
    @Override
    public Optional<GroupWriter.Group> next() {
      int taken = unwritten.getAndSet(0);
      if (taken == 0) {
        emptyIn = round;
      }
      return taken == 0
          ? Optional.empty()
          : Optional.of(
              new GroupWriter.Group(
                  Commit.builder().document("c", "d", "{}").build(),
                  () -> {},
                  () -> unwritten.addAndGet(taken)));
    }

    @Override
    public void goOn() {}

    @Override
    public void onWorker(Runnable task) {
      task.run();
    }
  }

  /**
   * Another thread comes again and again at about the moment at which there is no more to write.
   */
  @Test
  void whoComesAtTheMomentOfRecoveryIsNotForgotten() throws Exception {
    var other = new Thread(this::comeInEachRound);
    other.setDaemon(true);
    other.start();
    for (int now = 1; now <= ROUNDS; now++) {
      store.takes(false);
      unwritten.incrementAndGet();
      writer.write();
      store.takes(true);
      round = now;
      scheduler.advance(Duration.ofSeconds(1));
      while (came < now) {
        Thread.onSpinWait();
      }
      assertThat(unwritten).as("round %s", now).hasValue(0);
    }
    other.join();
  }

  private void comeInEachRound() {
    for (int now = 1; now <= ROUNDS; now++) {
      while (emptyIn < now) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < now % 60; i++) {
        Thread.onSpinWait();
      }
      unwritten.incrementAndGet();
      writer.write();
      came = now;
    }
  }
}
