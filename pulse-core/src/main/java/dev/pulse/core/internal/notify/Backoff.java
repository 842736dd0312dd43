package dev.pulse.core.internal.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a channel is left alone after failures in a row. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * One second, doubled with each failure up to five minutes, of which chance takes up to a half:
   * channels that fell together should not come back together.
   *
   * @param failures in a row; at least 1
   */
  static Duration after(int failures, RandomGenerator random) {
    var doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    var longest = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return Duration.ofMillis((long) (longest.toMillis() * (0.5 + random.nextDouble() / 2)));
  }
}
