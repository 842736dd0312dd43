package dev.pulse.github;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/** Memory for answers that are used again while they are young, by the clock that is given. */
final class KeptFor {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private KeptFor() {}

  static Caffeine<Object, Object> of(Duration time, InstantSource clock) {
    return Caffeine.newBuilder()
        .ticker(() -> clock.millis() * NANOS_PER_MILLI)
        // Without a thread of its own, so that nothing outlives a test.
        .executor(Runnable::run)
        .expireAfterWrite(time);
  }

  /** The time, if it is one that something can be kept. */
  static Duration checked(Duration time, ServiceClientBuilder<?> builder) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      builder.refuse("keep", "must be 0 to one year");
      return Duration.ZERO;
    }
    return time;
  }
}
