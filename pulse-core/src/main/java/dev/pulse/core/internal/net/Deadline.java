package dev.pulse.core.internal.net;

import java.time.Duration;

/** A moment on the monotonic clock, and when the waiting for it began. Immutable. */
public final class Deadline {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final long start;
  private final long budget;

  private Deadline(long start, long budget) {
    this.start = start;
    this.budget = budget;
  }

  /** The moment so far from now. */
  public static Deadline in(Duration budget) {
    var bounded = budget.compareTo(LONGEST) > 0 ? LONGEST : budget;
    return new Deadline(System.nanoTime(), bounded.toNanos());
  }

  /** How long it has been waited for. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** How much time is left, in nanoseconds; zero when none is. */
  public long remainingNanos() {
    return Math.max(0, budget - (System.nanoTime() - start));
  }

  /** The same for those who take zero for no time-out at all: at least 1. */
  public long timeoutNanos() {
    return Math.max(1, remainingNanos());
  }

  /**
   * How much time is left in milliseconds, rounded up: at least 1 until the deadline has passed.
   */
  public int remainingMillis() {
    return (int) Math.min(Integer.MAX_VALUE, (remainingNanos() + 999_999) / 1_000_000);
  }

  /** Whether no time is left. */
  public boolean passed() {
    return remainingNanos() == 0;
  }
}
