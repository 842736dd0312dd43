package dev.pulse.samples.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whoAsksMeanwhileGetsTheLastOne() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var cached =
        cached(
            () -> {
              int now = asked.incrementAndGet();
              if (now == 2) {
                begun.countDown();
                await(go);
              }
              return now;
            });
    assertThat(cached.get()).isEqualTo(1);
    clock.move(Duration.ofSeconds(30));
    var slow = CompletableFuture.supplyAsync(cached::get);
    await(begun);

    assertThat(cached.get()).isEqualTo(1);
    go.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(cached.get()).isEqualTo(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aFailureIsNotKept() {
    var cached =
        cached(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
              }
              return 7;
            });

    assertThatThrownBy(cached::get).hasMessage("not now");
    assertThat(cached.get()).isEqualTo(7);
  }

  @Test
  void aClockThatWasPutBackMakesItOld() {
    var cached = cached(asked::incrementAndGet);
    cached.get();
    clock.move(Duration.ofSeconds(-10));

    assertThat(cached.get()).isEqualTo(2);
  }

  private Cached<Integer> cached(java.util.function.Supplier<Integer> source) {
    return new Cached<>(clock, Duration.ofSeconds(30), Duration.ofMinutes(5), source);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
