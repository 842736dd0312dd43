package dev.pulse.core.internal.route;

import java.time.Instant;
import java.util.Optional;

/** Something that wants to be looked at, at a time or not at all. Confine to one thread. */
abstract sealed class Timed permits Group, Window, Digest {
  /** The time of what is not due at all. */
  static final long NEVER = Long.MAX_VALUE;

  private final long order;
  private long due = NEVER;

  /**
   * Something that is not due.
   *
   * @param order tells it from others; unique
   */
  Timed(long order) {
    this.order = order;
  }

  /** What is looked at first of those due at once, the smallest first; the same after a restart. */
  abstract long rank();

  final long order() {
    return order;
  }

  /** In milliseconds since 1970. */
  final long due() {
    return due;
  }

  /** A time as an instant; empty for {@link #NEVER}. */
  static Optional<Instant> instant(long time) {
    return time == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Math.max(time, 0)));
  }

  /** For the agenda, which keeps it in order. */
  final void due(long due) {
    this.due = due;
  }
}
