package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scan learnt of one pod: its newest execution, or why there is none. Immutable.
 *
 * @param pod the name
 * @param execution what it answered; null when it could not be asked
 * @param error why it could not be asked; null when it could
 * @param at when that was known
 * @param took how long it took since the first attempt; empty when none was made
 */
record PodResult(
    String pod,
    @Nullable Execution execution,
    @Nullable String error,
    Instant at,
    Optional<Duration> took) {
  PodResult {
    requireNonNull(pod, "pod");
    requireNonNull(at, "at");
    requireNonNull(took, "took");
    if ((execution == null) == (error == null)) {
      throw new IllegalArgumentException("a pod has either an execution or an error");
    }
  }

  /** Whether it could be asked. */
  boolean succeeded() {
    return execution != null;
  }
}
