package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * A span of time that includes its start and excludes its end. Outcomes begin at whole
 * milliseconds, so both ends can be rounded up to milliseconds without changing what lies inside.
 */
record Window(Instant from, Instant to) {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  Window {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a window must not end before it begins, but goes from " + from + " to " + to);
    }
  }

  /** A window that is not empty. */
  static Window nonEmpty(Instant from, Instant to) {
    var window = new Window(from, to);
    if (from.equals(to)) {
      throw new IllegalArgumentException("the window from " + from + " to " + to + " is empty");
    }
    return window;
  }

  /** The first millisecond inside. */
  long firstMillis() {
    return millisFrom(from);
  }

  /** The first millisecond that is not inside any more. */
  long endMillis() {
    return millisFrom(to);
  }

  Duration length() {
    return Duration.between(from, to);
  }

  /** Where part {@code index} of {@code parts} begins; exact to the nanosecond, rounded down. */
  Instant boundary(int index, int parts) {
    var span = length();
    // Not in longs: a window of all time has more nanoseconds than fit.
    var nanos =
        BigInteger.valueOf(span.getSeconds())
            .multiply(NANOS)
            .add(BigInteger.valueOf(span.getNano()))
            .multiply(BigInteger.valueOf(index))
            .divide(BigInteger.valueOf(parts))
            .divideAndRemainder(NANOS);
    return from.plusSeconds(nanos[0].longValueExact()).plusNanos(nanos[1].longValueExact());
  }

  /**
   * The first whole millisecond that is not before an instant; the last one of a long if beyond.
   */
  static long millisFrom(Instant instant) {
    long millis = millisOf(instant);
    boolean beyond = millis == Long.MAX_VALUE || millis == Long.MIN_VALUE;
    return !beyond && Instant.ofEpochMilli(millis).isBefore(instant) ? millis + 1 : millis;
  }

  /** The millisecond of an instant, rounded down; the nearest that there is if it has none. */
  static long millisOf(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
