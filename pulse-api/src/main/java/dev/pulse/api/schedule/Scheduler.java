package dev.pulse.api.schedule;

import java.time.Duration;

/**
 * The seam through which Pulse waits: calls something after a while, and measures how long things
 * take. Pulse brings one that uses real time; the test kit has one that is moved by hand.
 *
 * <p>Thread-safe. {@link #schedule} only notes the task down: it neither calls it itself nor waits
 * for another one, because Pulse calls it under its own locks. Tasks are short: they hand real work
 * to other threads.
 */
public interface Scheduler {
  /** A clock that only moves forward, with an arbitrary origin, as {@link System#nanoTime()}. */
  long nanoTime();

  /**
   * Calls a task once, after a delay.
   *
   * @param delay zero or negative means as soon as possible
   */
  Scheduled schedule(Duration delay, Runnable task);

  /** Something that was scheduled and can be called off. */
  @FunctionalInterface
  interface Scheduled {
    /** Calls it off, unless it has begun; nothing happens when it has. */
    void cancel();
  }
}
