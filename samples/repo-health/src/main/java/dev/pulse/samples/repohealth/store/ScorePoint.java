package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The score of a repository at one moment.
 *
 * @param at when it was looked at
 * @param score 0 to 100
 */
public record ScorePoint(Instant at, int score) {
  /** A point. */
  public ScorePoint {
    requireNonNull(at, "at");
  }
}
