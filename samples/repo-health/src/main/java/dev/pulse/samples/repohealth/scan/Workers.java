package dev.pulse.samples.repohealth.scan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does something with each of many, in their order and several at a time, on threads of its own.
 * Whoever asks waits; when it is interrupted, so is what it waits for.
 */
public final class Workers {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Workers() {}

  /** What is done with one of them. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return whether to go on with others
     */
    boolean on(T one) throws InterruptedException;
  }

  /**
   * Does it with all, or until the work says that it is enough.
   *
   * @param most how many at a time
   * @throws RuntimeException what the work throws first; nothing else is begun then, and what has
   *     begun is interrupted
   */
  public static <T> void each(Collection<T> all, int most, Work<T> work)
      throws InterruptedException {
    if (all.isEmpty()) {
      return;
    }
    var queue = new Lines<>(all);
    int threads = Math.min(most, all.size());
    var pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, "repo-health-scan-" + NUMBERS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    var ends = new ExecutorCompletionService<Boolean>(pool);
    var futures = new ArrayList<Future<Boolean>>();
    try {
      for (int i = 0; i < threads; i++) {
        futures.add(ends.submit(() -> queue.work(work)));
      }
      for (int i = 0; i < threads; i++) {
        ends.take().get();
      }
    } catch (ExecutionException e) {
      throw thrown(e);
    } finally {
      futures.forEach(future -> future.cancel(true));
      pool.shutdown();
      // What they hold, such as the tables, may be closed as soon as this returns.
      boolean unused = pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static RuntimeException thrown(ExecutionException e) throws InterruptedException {
    var cause = e.getCause();
    if (cause instanceof InterruptedException) {
      var interrupted = new InterruptedException("interrupted");
      interrupted.initCause(cause);
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("the work threw what it does not declare", cause);
  }

  /** What is left to do. */
  private static final class Lines<T> {
    private final Queue<T> rest;
    private final AtomicBoolean enough = new AtomicBoolean();

    Lines(Collection<T> all) {
      this.rest = new ArrayDeque<>(all);
    }

    private synchronized Optional<T> next() {
      return enough.get() ? Optional.empty() : Optional.ofNullable(rest.poll());
    }

    boolean work(Work<T> work) throws InterruptedException {
      for (var one = next(); one.isPresent(); one = next()) {
        if (!work.on(one.get())) {
          enough.set(true);
        }
      }
      return true;
    }
  }
}
