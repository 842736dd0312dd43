package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of somebody's code on a thread of its own, which may hang, throw or answer nothing.
 *
 * @param <T> what it answers
 */
final class Trial<T> {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable T answer;
  private volatile @Nullable Throwable failure;

  private Trial(Callable<@Nullable T> task) {
    thread = new Thread(() -> run(task), "contract");
    thread.setDaemon(true);
  }

  /** Begins to run it. */
  static <T> Trial<T> begin(Callable<@Nullable T> task) {
    var trial = new Trial<T>(task);
    trial.thread.start();
    return trial;
  }

  /** Runs it to its end, which must come in a given time. */
  static <T> Trial<T> whole(Patience patience, Callable<@Nullable T> task)
      throws InterruptedException {
    var trial = begin(task);
    boolean inTime = trial.endsWithin(patience.ample());
    trial.interrupt();
    assertThat(inTime).as("ended within %s", patience.ample()).isTrue();
    return trial;
  }

  /** Runs it, and interrupts it when its deadline has passed, as Pulse does. */
  static <T> Trial<T> interruptedAtTheDeadline(Patience patience, Callable<@Nullable T> task)
      throws InterruptedException {
    var trial = begin(task);
    if (!trial.endsWithin(patience.hang())) {
      trial.interrupt();
    }
    assertThat(trial.endsWithin(patience.soon())).as("ended soon after an interrupt").isTrue();
    return trial;
  }

  /** Two runs at the same time. */
  static <T> List<Trial<T>> twice(Patience patience, Callable<@Nullable T> task)
      throws InterruptedException {
    var both = new CountDownLatch(2);
    Callable<@Nullable T> together =
        () -> {
          both.countDown();
          both.await();
          return task.call();
        };
    var one = begin(together);
    var other = begin(together);
    var trials = List.of(one, other);
    for (Trial<T> trial : trials) {
      assertThat(trial.endsWithin(patience.ample()))
          .as("ended within %s", patience.ample())
          .isTrue();
    }
    return trials;
  }

  // What is thrown is the answer here, errors too; the tests look at it.
  @SuppressWarnings("CatchingUnchecked")
  private void run(Callable<@Nullable T> task) {
    try {
      answer = task.call();
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  boolean endsWithin(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void interrupt() {
    thread.interrupt();
  }

  /** The answer; null when there was none, and when it threw. */
  @Nullable T answer() {
    return answer;
  }

  /** The answer, which must be there. */
  T requireAnswer() {
    var there = answer;
    if (failure != null) {
      throw new AssertionError("it threw instead of answering", failure);
    }
    if (there == null) {
      throw new AssertionError("it answered null");
    }
    return there;
  }

  /** Why there is no answer; null when it threw nothing. */
  @Nullable Throwable failure() {
    return failure;
  }
}
