package dev.pulse.kubernetes;

import java.time.Instant;
import java.util.Optional;

/**
 * A condition of an object, as its controller tells it. Immutable.
 *
 * @param status {@code True}, {@code False}, {@code Unknown}; empty when there is no such condition
 * @param reason one word, or empty
 * @param message a sentence, fit to be shown, or empty
 * @param since when the status became what it is
 */
record Condition(String status, String reason, String message, Optional<Instant> since) {
  private static final Condition NONE = new Condition("", "", "", Optional.empty());

  /** The condition of a type in the status of an object. */
  static Condition of(Json object, String type) {
    for (Json condition : object.items("status", "conditions")) {
      if (condition.text("type").filter(type::equals).isPresent()) {
        return new Condition(
            condition.text("status").orElse(""),
            Words.line(condition.text("reason").orElse("")),
            Words.line(condition.text("message").orElse("")),
            Words.instant(condition, "lastTransitionTime"));
      }
    }
    return NONE;
  }

  boolean isTrue() {
    return status.equals("True");
  }

  boolean isFalse() {
    return status.equals("False");
  }

  /** Whether it says neither yes nor no, although it is there. */
  boolean isUndecided() {
    return !status.isEmpty() && !isTrue() && !isFalse();
  }

  /** Reason and message, as far as there are any. */
  String because() {
    return Words.because(reason, message);
  }
}
