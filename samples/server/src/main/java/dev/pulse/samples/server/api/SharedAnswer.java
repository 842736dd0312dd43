package dev.pulse.samples.server.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is the same for all and takes its time: whoever asks while one is made waits for
 * the next, and all of them get that one. So nobody gets what was known before the question, and a
 * hundred pages that come back at once cost two answers. Nothing is kept. Thread-safe.
 *
 * @param <T> the answer
 */
final class SharedAnswer<T> {
  private final Supplier<T> maker;
  private final ReentrantLock making = new ReentrantLock();
  private final Object lock = new Object();
  private @Nullable CompletableFuture<T> next;

  SharedAnswer(Supplier<T> maker) {
    this.maker = maker;
  }

  /** An answer that was begun after this was called. What making it throws, all get who waited. */
  T get() {
    CompletableFuture<T> mine;
    boolean isFirst;
    synchronized (lock) {
      isFirst = next == null;
      mine = next == null ? new CompletableFuture<>() : next;
      next = mine;
    }
    if (isFirst) {
      make(mine);
    }
    try {
      return mine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void make(CompletableFuture<T> answer) {
    making.lock();
    try {
      synchronized (lock) {
        // From here on it is too late for this one.
        next = null;
      }
      answer.complete(maker.get());
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      making.unlock();
    }
  }

  /** How many wait for the next one, whoever will make it among them. */
  int waiting() {
    synchronized (lock) {
      return next == null ? 0 : next.getNumberOfDependents() + making.getQueueLength();
    }
  }
}
