package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
  void callsAtTheSameTimeBeginOneTick() throws Exception {
    var paces =
        Stream.generate(() -> new Counting(Duration.ofDays(1), new CountDownLatch(1)))
            .limit(20_000)
            .toList();
    var one = new AtomicInteger();
    var other = new AtomicInteger();
    var second = new Thread(() -> wantInStep(paces, other, one));
    second.start();
    wantInStep(paces, one, other);
    second.join();

    assertThat(paces.stream().filter(pace -> pace.begun.get() != 1).count())
        .as("of 20,000 those that began no tick, or one within another")
        .isZero();
    paces.forEach(Counting::exit);
  }

  /** Each only when the other thread has come as far; on one processor it has to be let go on. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void wantInStep(List<Counting> paces, AtomicInteger mine, AtomicInteger others) {
    for (int i = 0; i < paces.size(); i++) {
      mine.set(i);
      while (others.get() < i) {
        Thread.yield();
      }
      try {
        paces.get(i).want();
      } catch (IllegalStateException e) {
        // It began a tick within another; the count tells.
      }
    }
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
