package dev.pulse.samples.server.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is found out once for all who ask within a while. Who asks while somebody finds out
 * gets the last one, unless that is too old. Thread-safe.
 */
final class Cached<T> {
  private final InstantSource clock;
  private final Duration fresh;
  private final Duration bearable;
  private final Supplier<T> source;
  private final ReentrantLock finding = new ReentrantLock();
  private volatile @Nullable Found<T> last;

  private record Found<T>(T value, Instant at) {}

  /**
   * A value.
   *
   * @param fresh for how long one is good
   * @param bearable for how long it is better than to wait
   */
  Cached(InstantSource clock, Duration fresh, Duration bearable, Supplier<T> source) {
    this.clock = clock;
    this.fresh = fresh;
    this.bearable = bearable;
    this.source = source;
  }

  T get() {
    var found = last;
    if (found != null && isWithin(found, fresh)) {
      return found.value();
    }
    boolean first = finding.tryLock();
    if (!first) {
      if (found != null && isWithin(found, bearable)) {
        return found.value();
      }
      finding.lock();
    }
    try {
      var meanwhile = last;
      if (meanwhile != null && isWithin(meanwhile, fresh)) {
        return meanwhile.value();
      }
      var at = clock.instant();
      var value = source.get();
      last = new Found<>(value, at);
      return value;
    } finally {
      finding.unlock();
    }
  }

  private boolean isWithin(Found<T> found, Duration age) {
    var now = clock.instant();
    // A clock that was put back makes it old: nobody knows how old.
    return !now.isBefore(found.at()) && found.at().plus(age).isAfter(now);
  }
}
