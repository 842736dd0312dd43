package dev.pulse.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Pulse throws on purpose. Catch a subclass where the reaction
 * differs; catch this one where anything Pulse reports ends the same way.
 */
public class PulseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message for the person who must act.
   *
   * @param message what was expected, what was found, and where; never a secret
   */
  public PulseException(String message) {
    super(message);
  }

  /**
   * An exception that was caused by another one.
   *
   * @param message what was expected, what was found, and where; never a secret
   * @param cause what went wrong underneath
   */
  public PulseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
