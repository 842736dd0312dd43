package dev.pulse.samples.server.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Allows only so many wrong tokens in a minute. Thread-safe. */
final class Guesses {
  static final int MOST = 60;
  static final Duration SPAN = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant begun = Instant.MIN;
  private int wrong;

  Guesses(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether another one may be tried. */
  synchronized boolean isAllowed() {
    return wrong < MOST || isOver();
  }

  /** Remembers a wrong one. */
  synchronized void wrong() {
    if (isOver()) {
      begun = clock.instant();
      wrong = 0;
    }
    wrong++;
  }

  private boolean isOver() {
    // A clock that was put back must not lock people out.
    var now = clock.instant();
    return begun.equals(Instant.MIN) || now.isBefore(begun) || !begun.plus(SPAN).isAfter(now);
  }
}
