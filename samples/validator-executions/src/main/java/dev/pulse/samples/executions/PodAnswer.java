package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod answered, before anybody looked into its row.
 *
 * @param pod the name
 * @param row texts, numbers and nulls by column; null when the pod could not be asked
 * @param error why it could not be asked; null when it could
 * @param at when that was known
 * @param took how long it took since the first attempt; empty when none was made
 */
record PodAnswer(
    String pod,
    @Nullable Map<String, ? extends @Nullable Object> row,
    @Nullable String error,
    Instant at,
    Optional<Duration> took) {
  PodAnswer {
    requireNonNull(pod, "pod");
    requireNonNull(at, "at");
    requireNonNull(took, "took");
    if ((row == null) == (error == null)) {
      throw new IllegalArgumentException("a pod answers either with a row or with an error");
    }
  }

  /** What is learnt from it. */
  PodResult read() {
    if (row == null) {
      return new PodResult(pod, null, error, at, took);
    }
    try {
      return new PodResult(pod, Execution.of(row), null, at, took);
    } catch (UnreadableRowException e) {
      return new PodResult(pod, null, e.getMessage(), at, took);
    }
  }
}
