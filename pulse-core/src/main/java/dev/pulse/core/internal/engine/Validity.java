package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Interval;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an outcome speaks for its target: two intervals and the time a run may take, so that one
 * missed run does not show as unknown, and two do.
 */
final class Validity {
  private static final int LOOK_AHEAD = 10;
  private static final Duration WITHOUT_SCHEDULE = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private Validity() {}

  static Duration of(Registration registration, Instant now) {
    long attempts = registration.retries() + 1L;
    var run =
        registration
            .timeout()
            .multipliedBy(attempts)
            .plus(registration.retryInterval().multipliedBy(registration.retries()));
    var validity = distance(registration, now).multipliedBy(2).plus(run);
    return validity.compareTo(LONGEST) < 0 ? validity : LONGEST;
  }

  /** The longest distance between the next runs: working days have week-ends between them. */
  private static Duration distance(Registration registration, Instant now) {
    if (registration.schedule() instanceof Interval interval) {
      return interval.period();
    }
    var longest = Duration.ZERO;
    var at = registration.schedule().next(now);
    for (int i = 0; i < LOOK_AHEAD && at.isPresent(); i++) {
      var next = registration.schedule().next(at.get());
      if (next.isPresent()) {
        var gap = Duration.between(at.get(), next.get());
        longest = gap.compareTo(longest) > 0 ? gap : longest;
      }
      at = next;
    }
    return longest.isZero() ? WITHOUT_SCHEDULE : longest;
  }
}
