package dev.pulse.samples.ethereum.evaluate;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a few blocking questions side by side, and waits until all are answered. */
final class Together {
  private Together() {}

  /**
   * Asks all, so many at a time, on threads that end with the call.
   *
   * @return one that is done for each question, in their order
   * @throws InterruptedException when the caller was interrupted; the questions are, too
   */
  static <T> List<Future<T>> run(
      String name, int atATime, Collection<? extends Callable<T>> questions)
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
      return threads.invokeAll(questions);
    } finally {
      threads.shutdownNow();
    }
  }
}
