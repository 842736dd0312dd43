package dev.pulse.samples.server.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is found out once for all who ask within a while, and anew as soon as what it hangs
 * on is another one. Who asks while somebody finds out gets the last one; where that is too old,
 * all who wait get what was found, or the failure. A failure is not kept, and not told to anybody
 * for whom the last one is good enough. Thread-safe.
 */
final class Cached<T> {
  private static final Logger log = LoggerFactory.getLogger(Cached.class);

  private final InstantSource clock;
  private final Duration fresh;
  private final Duration bearable;
  private final Supplier<?> ground;
  private final Supplier<T> source;

  /** What somebody finds out now; null inside while nobody does. */
  private final AtomicReference<@Nullable CompletableFuture<T>> finding = new AtomicReference<>();

  private volatile @Nullable Found<T> last;

  private record Found<T>(T value, Object ground, Instant at) {}

  /**
   * A value.
   *
   * @param fresh for how long one is good
   * @param bearable for how long it is better than to wait, or than a failure
   * @param ground what it hangs on besides; asked each time, and compared
   */
  Cached(
      InstantSource clock,
      Duration fresh,
      Duration bearable,
      Supplier<?> ground,
      Supplier<T> source) {
    this.clock = clock;
    this.fresh = fresh;
    this.bearable = bearable;
    this.ground = ground;
    this.source = source;
  }

  T get() {
    var found = last;
    if (found != null && isGood(found)) {
      return found.value();
    }
    var mine = new CompletableFuture<T>();
    @Nullable CompletableFuture<T> other = finding.compareAndExchange(null, mine);
    if (other == null) {
      find(mine);
      return outcome(mine);
    }
    return found != null && isWithin(found, bearable) ? found.value() : outcome(other);
  }

  private void find(CompletableFuture<T> outcome) {
    try {
      var value = found();
      finding.set(null);
      outcome.complete(value);
    } catch (RuntimeException | Error e) {
      finding.set(null);
      outcome.completeExceptionally(e);
    }
  }

  private T found() {
    var meanwhile = last;
    if (meanwhile != null && isGood(meanwhile)) {
      return meanwhile.value();
    }
    var at = clock.instant();
    // Before the value: what changes meanwhile makes it old.
    var now = ground.get();
    try {
      var value = source.get();
      last = new Found<>(value, now, at);
      return value;
    } catch (RuntimeException e) {
      if (meanwhile == null || !isWithin(meanwhile, bearable)) {
        throw e;
      }
      log.warn("The last one is shown, of {}: it could not be found out anew", meanwhile.at(), e);
      return meanwhile.value();
    }
  }

  private static <T> T outcome(CompletableFuture<T> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  private boolean isGood(Found<T> found) {
    return isWithin(found, fresh) && found.ground().equals(ground.get());
  }

  private boolean isWithin(Found<T> found, Duration age) {
    var now = clock.instant();
    // A clock that was put back makes it old: nobody knows how old.
    return !now.isBefore(found.at()) && found.at().plus(age).isAfter(now);
  }
}
