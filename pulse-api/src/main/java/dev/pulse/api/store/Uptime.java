package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How a window of time was spent. The three parts add up to the window.
 *
 * @param up the target was seen to work
 * @param down the target was seen to fail
 * @param unknown nobody looked, or could tell
 */
public record Uptime(Duration up, Duration down, Duration unknown) {
  /** Uptime; all parts are needed. */
  public Uptime {
    requireNonNull(up, "up");
    requireNonNull(down, "down");
    requireNonNull(unknown, "unknown");
  }

  /**
   * The share of the known time in which the target was up, 0 to 1; empty when nothing is known.
   */
  public OptionalDouble ratio() {
    var known = up.plus(down);
    return known.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) up.toMillis() / known.toMillis());
  }
}
