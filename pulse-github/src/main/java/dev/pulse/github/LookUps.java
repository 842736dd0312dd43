package dev.pulse.github;

import dev.pulse.core.internal.net.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks up many things, several at once. The first failure ends all of them. Thread-safe: those who
 * share it take turns, so that one with thousands of questions does not keep the others waiting.
 */
final class LookUps {
  private static final int AT_ONCE = 8;
  private static final long IDLE_SECONDS = 10;

  /** How many of one caller wait in the queue of the threads or are under way. */
  private static final int WINDOW = 2 * AT_ONCE;

  private final Executor executor;

  /** One of them. */
  @FunctionalInterface
  interface LookUp<T, R> {
    R of(T item) throws ServiceException, InterruptedException;
  }

  LookUps(Executor executor) {
    this.executor = executor;
  }

  /** Threads that need no closing, because they end when they have nothing to do. */
  static Executor threads(String name) {
    var count = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "pulse-" + name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Looks up all of them; what is under way when one fails, the time is over or the caller is
   * interrupted ends too.
   *
   * @return what was found, in the order of the items
   * @throws ServiceException as the first that failed, or because no time is left
   */
  <T, R> List<R> all(List<T> items, Deadline deadline, LookUp<T, R> lookUp)
      throws ServiceException, InterruptedException {
    var ended = new AtomicBoolean();
    var finished = new ExecutorCompletionService<R>(executor);
    var started = new ArrayList<Future<R>>(items.size());
    try {
      for (int done = 0; done < items.size(); done++) {
        while (started.size() < items.size() && started.size() - done < WINDOW) {
          var item = items.get(started.size());
          started.add(finished.submit(() -> unlessEnded(ended, item, lookUp)));
        }
        var next = finished.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new ServiceException(
              "no time is left to look up " + (items.size() - done) + " of " + items.size());
        }
        check(next);
      }
      var results = new ArrayList<R>(items.size());
      for (Future<R> one : started) {
        results.add(result(one));
      }
      return results;
    } finally {
      ended.set(true);
      started.forEach(one -> one.cancel(true));
    }
  }

  /** What still waits in a queue when another has failed is not asked any more. */
  private static <T, R> R unlessEnded(AtomicBoolean ended, T item, LookUp<T, R> lookUp)
      throws ServiceException, InterruptedException {
    if (ended.get()) {
      throw new CancellationException("another look-up has failed");
    }
    boolean failed = true;
    try {
      var result = lookUp.of(item);
      failed = false;
      return result;
    } finally {
      if (failed) {
        ended.set(true);
      }
    }
  }

  private static void check(Future<?> done) throws ServiceException, InterruptedException {
    try {
      result(done);
    } catch (CancellationException e) {
      // The failure that ended this one is on its way, and says more.
    }
  }

  private static <R> R result(Future<R> done) throws ServiceException, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof ServiceException failure) {
        throw failure;
      }
      if (cause instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      if (cause instanceof RuntimeException defect) {
        throw defect;
      }
      throw new IllegalStateException("a look-up failed", cause);
    }
  }
}
