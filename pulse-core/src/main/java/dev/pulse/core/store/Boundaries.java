package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where windows begin and end, in milliseconds: outcomes begin at whole ones, so that boundaries
 * can be rounded up without changing what lies inside. Immutable.
 */
final class Boundaries {
  private final List<Instant> exact;
  private final long[] millis;

  private Boundaries(List<Instant> exact) {
    this.exact = exact;
    millis = exact.stream().mapToLong(Boundaries::millisFrom).toArray();
  }

  static Boundaries of(Windows windows) {
    return new Boundaries(windows.boundaries());
  }

  /**
   * The boundaries of one window, which may be empty.
   *
   * @throws IllegalArgumentException when it ends before it begins
   */
  static Boundaries of(Instant from, Instant to) {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a window must not end before it begins, but goes from " + from + " to " + to);
    }
    return new Boundaries(List.of(from, to));
  }

  /** How many windows there are. */
  int count() {
    return millis.length - 1;
  }

  /** The first millisecond of the first window. */
  long start() {
    return millis[0];
  }

  /** The first millisecond of a window, or after the last one. */
  long start(int window) {
    return millis[window];
  }

  /** The first millisecond after the last window. */
  long end() {
    return millis[count()];
  }

  /** Whether a millisecond lies in one of the windows. */
  boolean include(long time) {
    return time >= start() && time < end();
  }

  /** The last window that begins at or before a time; windows without milliseconds are passed. */
  int indexOf(long time) {
    int low = 0;
    int high = count() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (millis[middle] <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** How many boundaries do not lie at a multiple of some length. */
  long within(long lengthMillis) {
    return LongStream.of(millis).filter(time -> Math.floorMod(time, lengthMillis) != 0).count();
  }

  Instant from(int window) {
    return exact.get(window);
  }

  Instant to(int window) {
    return exact.get(window + 1);
  }

  /** How long a window is, to the nanosecond. */
  Duration length(int window) {
    return Duration.between(from(window), to(window));
  }

  /** What a function makes of each window, in order. */
  <T> List<T> mapToObj(IntFunction<T> function) {
    return IntStream.range(0, count()).mapToObj(function).toList();
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
