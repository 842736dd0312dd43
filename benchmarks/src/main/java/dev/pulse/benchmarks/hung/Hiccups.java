package dev.pulse.benchmarks.hung;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late a thread wakes that does nothing but sleep a millisecond: what the machine, the garbage
 * collector and busy neighbours add to whatever this process does. Thread-safe.
 */
final class Hiccups implements AutoCloseable {
  private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

  private final Object lock = new Object();
  private final List<Long> late = new ArrayList<>();
  private final Thread thread = new Thread(this::nap, "hiccups");

  Hiccups() {
    thread.setDaemon(true);
    thread.start();
  }

  private void nap() {
    try {
      while (true) {
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(NAP);
        long over = System.nanoTime() - begin - NAP;
        synchronized (lock) {
          late.add(over);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  /** All so far, in nanoseconds, sorted. */
  long[] sorted() {
    synchronized (lock) {
      return Machine.sorted(late);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
