package dev.pulse.core.internal.engine;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Numbers that only rise: the time in the upper 41 bits, a count in the lower 12, so that they fit
 * into the 53 bits that JavaScript reads exactly, until 2089. Where the clock goes back, or more
 * than 4,096 are drawn in a millisecond, they simply count on. Thread-safe.
 */
final class Ids {
  private static final long EPOCH = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private static final int COUNT_BITS = 12;

  private final InstantSource clock;
  private final Object lock = new Object();
  private long last;

  /**
   * Numbers above those already in use.
   *
   * @param last the largest in use; 0 for none
   */
  Ids(InstantSource clock, long last) {
    this.clock = clock;
    this.last = last;
  }

  long next() {
    long byTime = (clock.millis() - EPOCH) << COUNT_BITS;
    synchronized (lock) {
      last = Math.max(last + 1, byTime);
      return last;
    }
  }
}
