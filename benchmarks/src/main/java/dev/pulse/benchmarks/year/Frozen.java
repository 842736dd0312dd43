package dev.pulse.benchmarks.year;

import dev.pulse.api.schedule.Scheduler;
import java.time.Duration;

/** Waits for ever: what is scheduled never comes, and the history stays as it is. Thread-safe. */
final class Frozen implements Scheduler {
  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return () -> {};
  }
}
