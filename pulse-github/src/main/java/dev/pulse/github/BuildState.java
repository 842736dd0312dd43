package dev.pulse.github;

import java.util.Locale;

/** How far a build is, and how it ended. */
public enum BuildState {
  /** It succeeded. */
  SUCCESS,
  /** It failed, ran out of time, did not start, or waits for somebody to act. */
  FAILURE,
  /** Somebody ended it, or GitHub did because it had become stale. */
  CANCELLED,
  /** There was nothing to do. */
  SKIPPED,
  /** It ended and says neither; also an end that GitHub has a word for which we do not know. */
  NEUTRAL,
  /** It has not ended. */
  PENDING;

  /** The state of a run in GitHub's words. */
  static BuildState of(String status, String conclusion) {
    if (!status.equals("completed")) {
      return PENDING;
    }
    return switch (conclusion) {
      case "success" -> SUCCESS;
      case "failure", "timed_out", "startup_failure", "action_required" -> FAILURE;
      case "cancelled", "stale" -> CANCELLED;
      case "skipped" -> SKIPPED;
      default -> NEUTRAL;
    };
  }

  /** Whether it has ended. */
  public boolean isCompleted() {
    return this != PENDING;
  }

  /** Whether it says something about the code. */
  boolean counts() {
    return this == SUCCESS || this == FAILURE;
  }

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
