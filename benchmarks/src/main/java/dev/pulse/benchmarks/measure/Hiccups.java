package dev.pulse.benchmarks.measure;

import java.util.concurrent.TimeUnit;

/**
 * How late a thread wakes that does nothing but sleep five milliseconds: what the machine, the
 * garbage collector and busy neighbours add to whatever this process does. Thread-safe.
 */
public final class Hiccups implements AutoCloseable {
  private static final long NAP = TimeUnit.MILLISECONDS.toNanos(5);

  private final Object lock = new Object();
  private final Durations late = new Durations();
  private final Thread thread = new Thread(this::nap, "hiccups");

  /** Begins to sleep and wake. */
  public Hiccups() {
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
  public long[] sorted() {
    synchronized (lock) {
      return late.sorted();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
