package dev.pulse.samples.ethereum.evaluate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a few blocking questions side by side, and waits until all are answered. */
final class Together {
  private Together() {}

  /**
   * Asks all, so many at a time, on threads that end with the call, and waits until the last one
   * has an answer.
   *
   * @return one that is done for each question, in their order
   * @throws InterruptedException when the caller was interrupted; the questions are, too
   */
  static <T> List<Future<T>> run(
      String name, int atATime, Collection<? extends Callable<T>> questions)
      throws InterruptedException {
    return run(name, atATime, questions, Duration.ofDays(1));
  }

  /**
   * The same within a time. Questions without an answer by then are cancelled, and nobody waits for
   * those that do not heed it: a look-up of a name cannot be interrupted.
   */
  static <T> List<Future<T>> run(
      String name, int atATime, Collection<? extends Callable<T>> questions, Duration within)
      throws InterruptedException {
    var number = new AtomicInteger();
    var threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(atATime, questions.size())),
            work -> {
              var thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      return threads.invokeAll(questions, within.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      threads.shutdownNow();
    }
  }
}
