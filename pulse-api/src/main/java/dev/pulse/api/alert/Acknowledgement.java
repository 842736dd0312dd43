package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Somebody has taken an incident over. It is not repeated to people any more, nor escalated; its
 * end is told all the same.
 *
 * @param by who, as people know them
 * @param at when
 * @param comment what they said; may be empty
 */
public record Acknowledgement(String by, Instant at, String comment) {
  /** An acknowledgement; somebody must have given it. */
  public Acknowledgement {
    if (requireNonNull(by, "by").isBlank()) {
      throw new IllegalArgumentException("an acknowledgement needs the name of who gives it");
    }
    requireNonNull(at, "at");
    requireNonNull(comment, "comment");
  }
}
