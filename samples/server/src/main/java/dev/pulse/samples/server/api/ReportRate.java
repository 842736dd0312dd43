package dev.pulse.samples.server.api;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often a job may report: once a second in the long run, {@value #BURST} times at once. Each
 * report costs a write, and the token of one job must not buy all of them. Thread-safe.
 */
final class ReportRate {
  static final int BURST = 60;

  private static final long DISTANCE = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;

  /** Until when each job has used up its share. */
  private final Map<String, Long> usedUntil = new HashMap<>();

  ReportRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one report from the share of a check. Call it only for checks that exist, because each
   * name is remembered.
   *
   * @return 0 when it may come in, otherwise how many seconds to wait
   */
  long take(String check) {
    long now = nanoTime.getAsLong();
    synchronized (usedUntil) {
      // A clock with an arbitrary origin: only differences mean something.
      long ahead = Math.max(0, usedUntil.getOrDefault(check, now) - now);
      if (ahead > (BURST - 1) * DISTANCE) {
        long excess = ahead - (BURST - 1) * DISTANCE;
        return TimeUnit.NANOSECONDS.toSeconds(excess + DISTANCE - 1);
      }
      usedUntil.put(check, now + ahead + DISTANCE);
      return 0;
    }
  }
}
