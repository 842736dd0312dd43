package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A wall clock that stands still until it is moved. Setting it is what happens when somebody sets
 * the clock of a machine: nothing that waits notices. To let time pass, with everything that is due
 * in it, use {@link ManualScheduler#advance}. Thread-safe.
 */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  private ManualClock(Instant now) {
    this.now = now;
  }

  /** A clock that shows a time. */
  public static ManualClock at(Instant now) {
    return new ManualClock(requireNonNull(now, "now"));
  }

  /** A clock that shows a time written as {@code 2026-03-01T12:00:00Z}. */
  public static ManualClock at(String now) {
    return at(Instant.parse(now));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Sets the clock, forward or back. */
  public void set(Instant now) {
    this.now = requireNonNull(now, "now");
  }

  /** Moves the clock, forward or, with a negative step, back. */
  public synchronized void move(Duration step) {
    now = now.plus(step);
  }

  @Override
  public String toString() {
    return now.toString();
  }
}
