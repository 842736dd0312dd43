package dev.pulse.samples.executions;

import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How an execution stands, or the pod that it is the newest of; what needs somebody comes first.
 */
enum Standing {
  /** It has been running for too long. */
  STUCK(Status.WARN),
  /** It ended badly, or noted an error. */
  FAILED(Status.FAIL),
  /** Nobody could say. */
  UNKNOWN(Status.UNKNOWN),
  /** It is in a state that nobody knows. */
  OTHER(Status.WARN),
  /** It is under way. */
  RUNNING(Status.PASS),
  /** It has not begun. */
  PENDING(Status.PASS),
  /** It ended well. */
  COMPLETED(Status.PASS);

  private final Status status;

  Standing(Status status) {
    this.status = status;
  }

  /**
   * How an execution stands.
   *
   * @param stuckAfter how long one may run; empty when nobody asks
   */
  static Standing of(Execution execution, Optional<Duration> stuckAfter, Instant now) {
    if (execution.isBad()) {
      return FAILED;
    }
    return switch (execution.meaning()) {
      case PENDING -> PENDING;
      case RUNNING ->
          stuckAfter.filter(after -> execution.runsLongerThan(after, now)).isPresent()
              ? STUCK
              : RUNNING;
      case COMPLETED, FAILED -> COMPLETED;
      case OTHER -> OTHER;
    };
  }

  /** What a word of the API means; empty when it is none of them. */
  static Optional<Standing> parse(String word) {
    for (Standing standing : values()) {
      if (standing.word().equals(word)) {
        return Optional.of(standing);
      }
    }
    return Optional.empty();
  }

  /** How bad that is. */
  Status status() {
    return status;
  }

  /** As the API has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
