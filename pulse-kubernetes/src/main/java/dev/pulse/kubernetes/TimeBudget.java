package dev.pulse.kubernetes;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.kubernetes.KubernetesException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time for everything about one question: connections, answers and repetitions. It runs from
 * the first attempt to connect, so that waiting for a place costs nobody anything. Confine to one
 * thread.
 */
final class TimeBudget {
  private final Duration length;
  private @Nullable Deadline running;

  private TimeBudget(Duration length) {
    this.length = length;
  }

  /** So much time, which does not run yet. */
  static TimeBudget of(Duration length) {
    return new TimeBudget(length);
  }

  /** How much there is in all. */
  Duration length() {
    return length;
  }

  /** The end of the time, which runs from now on at the latest. */
  Deadline begin() {
    if (running == null) {
      running = Deadline.in(length);
    }
    return running;
  }

  /** How much is left; zero when nothing is. */
  Duration remaining() {
    return running == null ? length : Duration.ofNanos(running.remainingNanos());
  }

  /** Whether nothing is left. */
  boolean isOver() {
    return running == null ? length.isZero() || length.isNegative() : running.passed();
  }

  /** How much has passed; empty before the first attempt to connect. */
  Optional<Duration> elapsed() {
    return Optional.ofNullable(running).map(Deadline::elapsed);
  }

  /** What to throw when nothing is left. */
  KubernetesException expired() {
    boolean whole = length.toMillis() % 1000 == 0;
    return KubernetesException.of(
        Kind.TIMED_OUT,
        "timed out after " + (whole ? length.toSeconds() + " s" : length.toMillis() + " ms"));
  }
}
