package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutPaceTest {
  /** Ends its ticks when the test says so, long before Okio would. */
  private final Counting byHand = new Counting(Duration.ofDays(1), new CountDownLatch(1));

  @AfterEach
  void leaveNothingBehind() {
    byHand.exit();
  }

  @Test
  void callsOfOneTickWakeNobody() {
    for (int i = 0; i < 1000; i++) {
      byHand.want();
    }
    assertThat(byHand.begun).hasValue(1);
  }

  @Test
  void goesOnWhileThereAreCalls() {
    byHand.want();
    for (int tick = 1; tick <= 10; tick++) {
      byHand.want();
      byHand.timedOut();
      assertThat(byHand.begun).as("after tick %s", tick).hasValue(tick + 1);
    }
  }

  @Test
  void stopsAfterATickWithoutCallsAndComesBackWithOne() {
    byHand.want();
    byHand.timedOut();
    assertThat(byHand.begun).as("the tick that looks for calls").hasValue(2);
    byHand.timedOut();
    assertThat(byHand.begun).as("nobody called").hasValue(2);

    byHand.want();
    assertThat(byHand.begun).as("somebody called again").hasValue(3);
    byHand.timedOut();
    byHand.timedOut();
    assertThat(byHand.begun).as("and nobody since").hasValue(4);
  }

  @Test
  void okioTicksAndLetsItRest() throws Exception {
    var ended = new CountDownLatch(2);
    var pace = new Counting(Duration.ofNanos(1), ended);

    pace.want();
    assertThat(ended.await(20, TimeUnit.SECONDS)).as("both ticks ended").isTrue();
    assertThat(pace.begun).as("nobody called during the second").hasValue(2);

    pace.want();
    assertThat(pace.begun).as("comes back").hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void callsOnManyThreadsBeginOneTickAtATime() throws Exception {
    var pace = new Counting(Duration.ofNanos(1), new CountDownLatch(1));
    var failures = new AtomicInteger();
    var threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int call = 0; call < 20_000; call++) {
                  pace.want();
                }
              });
      threads[i].setUncaughtExceptionHandler((thread, failure) -> failures.incrementAndGet());
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).as("threads that began a tick within another").hasValue(0);
  }

  /** Counts the ticks that begin. */
  private static final class Counting extends TimeoutPace {
    final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch ended;

    Counting(Duration tick, CountDownLatch ended) {
      super(tick);
      this.ended = ended;
    }

    @Override
    void begin() {
      begun.incrementAndGet();
      super.begin();
    }

    @Override
    protected void timedOut() {
      super.timedOut();
      ended.countDown();
    }
  }
}
