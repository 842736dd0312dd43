package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.core.internal.net.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookUpsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LookUps lookUps = new LookUps(LookUps.threads("test"));

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Deadline soon() {
    return Deadline.in(LONG);
  }

  private static int hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  @Test
  void eightAreLookedUpAtOnceAndComeBackInOrder() throws Exception {
    var together = new CyclicBarrier(8);

    var found =
        lookUps.all(
            numbers(80),
            soon(),
            number -> {
              meet(together);
              return number * 2;
            });

    assertThat(found).isEqualTo(numbers(80).stream().map(number -> number * 2).toList());
  }

  private static void meet(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("fewer than eight came", e);
    }
  }

  @Test
  void neverMoreThanEightAtOnceForAllWhoShareThem() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    LookUps.LookUp<Integer, Integer> look =
        number -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          inside.decrementAndGet();
          return number;
        };
    var failure = new AtomicReference<Throwable>();
    var others =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            lookUps.all(numbers(200), soon(), look);
                          } catch (ServiceException | InterruptedException e) {
                            failure.set(e);
                          }
                        }))
            .toList();
    others.forEach(Thread::start);
    for (Thread other : others) {
      other.join();
    }

    assertThat(failure.get()).isNull();
    assertThat(most.get()).isBetween(1, 8);
  }

  @Test
  void theFirstFailureEndsAllOthers() {
    var asked = new AtomicInteger();

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                lookUps.all(
                    numbers(1_000),
                    soon(),
                    number -> {
                      asked.incrementAndGet();
                      if (number == 3) {
                        throw new ServiceException("number 3 failed");
                      }
                      return number < 3 ? number : hang();
                    }))
        .withMessage("number 3 failed");

    assertThat(asked.get()).isLessThanOrEqualTo(16);
  }

  @Test
  void onTheCallersThreadTheFirstFailureEndsAllOthersToo() {
    var asked = new AtomicInteger();

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                new LookUps(Runnable::run)
                    .all(
                        numbers(100),
                        soon(),
                        number -> {
                          asked.incrementAndGet();
                          throw new ServiceException("number " + number + " failed");
                        }))
        .withMessage("number 0 failed");

    assertThat(asked.get()).isEqualTo(1);
  }

  @Test
  void whatHangsEndsWithTheTime() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () -> lookUps.all(numbers(20), Deadline.in(Duration.ofMillis(50)), number -> hang()))
        .withMessage("no time is left to look up 20 of 20");
  }

  @Test
  void anInterruptEndsWhatIsUnderWay() throws Exception {
    var begun = new CountDownLatch(8);
    var ended = new CountDownLatch(8);
    var outcome = new AtomicReference<Throwable>();
    var caller =
        new Thread(
            () -> {
              try {
                lookUps.all(
                    numbers(50),
                    soon(),
                    number -> {
                      begun.countDown();
                      try {
                        return hang();
                      } finally {
                        ended.countDown();
                      }
                    });
              } catch (ServiceException | InterruptedException e) {
                outcome.set(e);
              }
            });
    caller.start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    caller.interrupt();

    caller.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aDefectIsNotHidden() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                lookUps.all(
                    numbers(3),
                    soon(),
                    number -> {
                      throw new IllegalStateException("a defect");
                    }))
        .withMessage("a defect");
  }
}
