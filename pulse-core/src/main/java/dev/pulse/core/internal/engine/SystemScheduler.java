package dev.pulse.core.internal.engine;

import dev.pulse.api.schedule.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real time, on one thread. What is due within {@link #TICK} becomes due together, at its end:
 * waking threads is the dearest part of a cheap check, and a thousand a second then share the
 * wake-ups, here and wherever their answers are waited for. The thread is not a daemon: an
 * application whose main method has ended keeps watching until its Pulse is closed.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemScheduler.class);

  /** How late a task may be, in nanoseconds, so that others go with it. */
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

  private final ScheduledThreadPoolExecutor timer;

  /** Starts nothing yet; the thread comes with the first task. */
  public SystemScheduler() {
    timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "pulse-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    try {
      var future =
          timer.schedule(
              () -> run(task),
              untilTick(TimeUnit.NANOSECONDS.convert(delay), System.nanoTime()),
              TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is due any more.
      return () -> {};
    }
  }

  /** The delay until the first tick that is not before it; what is due is due at once. */
  static long untilTick(long delay, long now) {
    if (delay <= 0) {
      return 0;
    }
    // Longer delays arrive as the largest number, which has no room for what is left of a tick.
    long bounded = Math.min(delay, Long.MAX_VALUE - TICK);
    return bounded + Math.floorMod(-(now + bounded), TICK);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      // Whatever it is: the future it would end in is read by nobody.
      log.error("A timer task failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
