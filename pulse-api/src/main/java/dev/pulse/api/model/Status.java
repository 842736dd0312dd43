package dev.pulse.api.model;

import java.util.Collection;

/**
 * What a check has to say about its target, ordered from best to worst: {@code PASS < WARN <
 * UNKNOWN < FAIL}. The set is frozen.
 *
 * <p>{@link #UNKNOWN} is an answer of its own: a check that could not run, and data that is not
 * there, are neither health nor failure.
 */
public enum Status {
  /** The target does what it should. */
  PASS,
  /** The target works, but somebody should look: slow, nearly full, soon to expire. */
  WARN,
  /** Nobody can tell: the question could not be asked, or there was no data to answer it. */
  UNKNOWN,
  /** The target does not do what it should. */
  FAIL;

  /** Whether this is {@link #PASS} or {@link #WARN}: the target was seen to work. */
  public boolean isUp() {
    return this == PASS || this == WARN;
  }

  /**
   * The worst of several.
   *
   * @return {@link #UNKNOWN} when there are none: nothing was seen, so nothing is known
   */
  public static Status worst(Collection<Status> statuses) {
    return statuses.stream().max(Status::compareTo).orElse(UNKNOWN);
  }
}
