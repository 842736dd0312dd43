package dev.pulse.core.internal.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what is due to the executor, never more at once than there are places. What must wait is
 * taken in the order of being due and, for the same moment, of registration. Thread-safe.
 */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Executor executor;
  private final int places;
  private final PriorityQueue<Ready> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Ready::dueNanos).thenComparingLong(Ready::rank));
  private final Object lock = new Object();
  private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);
  private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
  private int taken;
  private boolean closed;

  /**
   * Something that waits for a place.
   *
   * @param dueNanos when it was planned
   * @param rank what goes first at the same moment
   * @param work gives the place back by {@link #release}
   */
  record Ready(long dueNanos, long rank, Runnable work) {}

  Dispatcher(Executor executor, int places) {
    this.executor = executor;
    this.places = places;
  }

  /** Queues without starting; follow with {@link #dispatch}. */
  void add(Ready ready) {
    synchronized (lock) {
      if (!closed) {
        waiting.add(ready);
      }
    }
  }

  /** Gives a place back and lets the next one have it. */
  void release() {
    synchronized (lock) {
      taken--;
      lock.notifyAll();
    }
    dispatch();
  }

  /**
   * Waits until nothing runs but what the calling thread itself is in the middle of; false when
   * that takes longer than the bound.
   */
  boolean awaitIdle(Duration bound) {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(bound);
    synchronized (lock) {
      while (taken > depth.get()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Starts what there is room for. An executor that runs on the spot would make this call itself
   * deeper and deeper, so the outermost call does all the work.
   */
  void dispatch() {
    if (dispatching.get()) {
      return;
    }
    dispatching.set(true);
    try {
      boolean accepted = true;
      for (Ready next = take(); next != null; next = accepted ? take() : null) {
        accepted = start(next);
      }
    } finally {
      dispatching.remove();
    }
  }

  int queued() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  int running() {
    synchronized (lock) {
      return taken;
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
    }
  }

  private @Nullable Ready take() {
    synchronized (lock) {
      if (taken >= places || waiting.isEmpty()) {
        return null;
      }
      taken++;
      return waiting.remove();
    }
  }

  /** False when the executor did not take it; then it waits again, and so must all others. */
  private boolean start(Ready next) {
    var begun = new AtomicBoolean();
    try {
      executor.execute(
          () -> {
            begun.set(true);
            work(next);
          });
      return true;
    } catch (RuntimeException | Error e) {
      // An error is what a JVM that cannot have another thread answers with.
      if (!begun.get()) {
        putBack(next, e);
      }
      return begun.get();
    }
  }

  private void work(Ready next) {
    int outer = depth.get();
    depth.set(outer + 1);
    try {
      next.work().run();
    } catch (RuntimeException | Error e) {
      log.error("A run ended in a fault of the engine", e);
    } finally {
      if (outer == 0) {
        depth.remove();
      } else {
        depth.set(outer);
      }
    }
  }

  /** Tried again with the next run that is due or ends, instead of spinning here. */
  private void putBack(Ready next, Throwable reason) {
    synchronized (lock) {
      taken--;
      lock.notifyAll();
      if (closed) {
        return;
      }
      waiting.add(next);
    }
    log.error("The executor refuses to run checks", reason);
  }
}
