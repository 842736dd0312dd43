package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.schedule.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time is moved by hand, together with the wall clock it was given. A task runs
 * on the thread that moves the time, at exactly the moment it is due, in the order of being due
 * and, for the same moment, of being scheduled. With an executor that runs tasks on the spot
 * ({@code Runnable::run}) a whole Pulse becomes a plain sequence of calls.
 *
 * <pre>{@code
 * var clock = ManualClock.at("2026-03-01T12:00:00Z");
 * var scheduler = new ManualScheduler(clock);
 * Pulse pulse = Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run)….start();
 * scheduler.advance(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Thread-safe: other threads may schedule and cancel while one moves the time.
 */
public final class ManualScheduler implements Scheduler {
  private final ManualClock clock;
  // Sorted, so that a task can be taken out as fast as it was put in.
  private final TreeSet<Task> tasks =
      new TreeSet<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private final Object lock = new Object();
  private long now;
  private long order;

  private record Task(long due, long order, Runnable run) {}

  /** A scheduler that moves a clock along. */
  public ManualScheduler(ManualClock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public long nanoTime() {
    synchronized (lock) {
      return now;
    }
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    synchronized (lock) {
      var entry =
          new Task(now + Math.max(0, delay.toNanos()), order++, requireNonNull(task, "task"));
      tasks.add(entry);
      return () -> cancel(entry);
    }
  }

  /** Lets time pass, and runs what becomes due in it, including what that schedules in turn. */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards, but was moved by " + time);
    }
    long end = nanoTime() + time.toNanos();
    while (true) {
      var task = takeUntil(end);
      if (task == null) {
        return;
      }
      task.run().run();
    }
  }

  /** Runs what is due now. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** How many tasks wait. */
  public int waiting() {
    synchronized (lock) {
      return tasks.size();
    }
  }

  private @Nullable Task takeUntil(long end) {
    synchronized (lock) {
      @Nullable Task next = tasks.isEmpty() ? null : tasks.first();
      if (next == null || next.due() > end) {
        moveTo(end);
        return null;
      }
      tasks.remove(next);
      moveTo(next.due());
      return next;
    }
  }

  private void moveTo(long time) {
    if (time > now) {
      clock.move(Duration.ofNanos(time - now));
      now = time;
    }
  }

  private void cancel(Task task) {
    synchronized (lock) {
      tasks.remove(task);
    }
  }
}
