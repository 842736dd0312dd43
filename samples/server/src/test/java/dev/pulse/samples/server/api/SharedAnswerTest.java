package dev.pulse.samples.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedAnswerTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void allWhoAskWhileOneIsMadeShareTheNext() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var shared =
        new SharedAnswer<Integer>(
            () -> {
              int number = made.incrementAndGet();
              if (number == 1) {
                begun.countDown();
                await(go);
              }
              return number;
            });
    var pool = Executors.newCachedThreadPool();
    try {
      var first = CompletableFuture.supplyAsync(shared::get, pool);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      var later = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < 6; i++) {
        later.add(CompletableFuture.supplyAsync(shared::get, pool));
      }
      while (shared.waiting() < 6) {
        Thread.onSpinWait();
      }
      go.countDown();

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      for (var answer : later) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(2);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void nobodyGetsWhatWasMadeBefore() {
    var shared = new SharedAnswer<>(made::incrementAndGet);

    assertThat(shared.get()).isEqualTo(1);
    assertThat(shared.get()).isEqualTo(2);
  }

  @Test
  void afterAFailureTheNextIsMade() {
    var shared =
        new SharedAnswer<>(
            () -> {
              if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("the store is away");
              }
              return "well";
            });

    assertThatThrownBy(shared::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store is away");
    assertThat(shared.get()).isEqualTo("well");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
