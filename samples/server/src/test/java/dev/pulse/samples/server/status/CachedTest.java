package dev.pulse.samples.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger ground = new AtomicInteger();

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
  void theLastOneIsBetterThanAFailureForAWhile() {
    var away = new AtomicBoolean();
    var cached =
        cached(
            () -> {
              int now = asked.incrementAndGet();
              if (away.get()) {
                throw new IllegalStateException("the store is away");
              }
              return now;
            });
    assertThat(cached.get()).isEqualTo(1);
    away.set(true);
    clock.move(Duration.ofSeconds(299));

    assertThat(cached.get()).isEqualTo(1);
    assertThat(asked).as("it was tried").hasValue(2);
    clock.move(Duration.ofSeconds(1));
    assertThatThrownBy(cached::get).hasMessage("the store is away");
    away.set(false);
    assertThat(cached.get()).isEqualTo(4);
  }

  @ParameterizedTest(name = "{0} seconds after the last one")
  @ValueSource(longs = {-1, 300})
  void allWhoWaitedForAStoreThatFailsShareTheFailure(long age) throws Exception {
    var first = new AtomicBoolean(age >= 0);
    var away = new CountDownLatch(1);
    var cached =
        cached(
            () -> {
              asked.incrementAndGet();
              if (first.getAndSet(false)) {
                return 1;
              }
              await(away);
              throw new IllegalStateException("the store is away");
            });
    if (age >= 0) {
      assertThat(cached.get()).isEqualTo(1);
      clock.move(Duration.ofSeconds(age));
    }
    asked.set(0);
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var readers = new ArrayList<Thread>();
    for (int i = 0; i < 32; i++) {
      var reader = new Thread(cached::get);
      reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      readers.add(reader);
      reader.start();
    }
    for (Thread reader : readers) {
      untilItWaits(reader);
    }

    away.countDown();

    for (Thread reader : readers) {
      reader.join(20_000);
    }
    assertThat(failures)
        .hasSize(32)
        .allSatisfy(it -> assertThat(it).hasMessage("the store is away"));
    assertThat(asked).hasValue(1);
    assertThatThrownBy(cached::get).hasMessage("the store is away");
    assertThat(asked).as("who comes later asks again").hasValue(2);
  }

  private static void untilItWaits(Thread thread) {
    long begun = System.nanoTime();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
      Thread.onSpinWait();
    }
  }

  @Test
  void aClockThatWasPutBackMakesItOld() {
    var cached = cached(asked::incrementAndGet);
    cached.get();
    clock.move(Duration.ofSeconds(-10));

    assertThat(cached.get()).isEqualTo(2);
  }

  @Test
  void whatItHangsOnMakesItOldAtOnce() {
    var cached = cached(asked::incrementAndGet);
    assertThat(cached.get()).isEqualTo(1);
    assertThat(cached.get()).isEqualTo(1);
    ground.set(5);

    assertThat(cached.get()).isEqualTo(2);
    assertThat(cached.get()).isEqualTo(2);
  }

  @Test
  void aHundredWhoAskAtOnceCostOneAnswer() throws Exception {
    var go = new CountDownLatch(1);
    var cached =
        cached(
            () -> {
              await(go);
              return asked.incrementAndGet();
            });
    var readers = new ArrayList<CompletableFuture<Integer>>();
    var pool = Executors.newFixedThreadPool(100);
    try {
      for (int i = 0; i < 100; i++) {
        readers.add(CompletableFuture.supplyAsync(cached::get, pool));
      }
      go.countDown();
      for (var reader : readers) {
        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Cached<Integer> cached(java.util.function.Supplier<Integer> source) {
    return new Cached<>(clock, Duration.ofSeconds(30), Duration.ofMinutes(5), ground::get, source);
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
