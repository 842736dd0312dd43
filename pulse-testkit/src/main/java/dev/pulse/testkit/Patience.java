package dev.pulse.testkit;

import java.time.Duration;

/**
 * How long a contract waits.
 *
 * @param ample what may be taken by something that should not hang
 * @param hang the deadline of something that hangs
 * @param soon how long that may live on after an interrupt
 */
record Patience(Duration ample, Duration hang, Duration soon) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(8));

  /** For those who are known to break a rule: they are not to be waited for. */
  static final Patience LITTLE =
      new Patience(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(300));
}
