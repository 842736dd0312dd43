package dev.pulse.api.notify;

import dev.pulse.api.PulseException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message was not delivered. */
public final class NotifyException extends PulseException {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;
  private final @Nullable Duration retryAfter;

  private NotifyException(
      String message,
      @Nullable Throwable cause,
      boolean worthRetrying,
      @Nullable Duration retryAfter) {
    super(message, cause);
    this.worthRetrying = worthRetrying;
    this.retryAfter = retryAfter;
  }

  /**
   * A failure that may go away: no connection, an overloaded server.
   *
   * @param message what happened; never a secret, nor a URL that is one
   */
  public static NotifyException passing(String message, @Nullable Throwable cause) {
    return new NotifyException(message, cause, true, null);
  }

  /**
   * The receiver wants to be asked again later, and says when.
   *
   * @param message what happened; never a secret, nor a URL that is one
   * @param retryAfter how long to wait at least
   */
  public static NotifyException later(String message, Duration retryAfter) {
    return new NotifyException(
        message, null, true, retryAfter.isNegative() ? Duration.ZERO : retryAfter);
  }

  /**
   * A failure that stays: no such channel, not allowed, not understood. The message is set aside at
   * once, where somebody can have it sent again.
   *
   * @param message what happened; never a secret, nor a URL that is one
   */
  public static NotifyException lasting(String message, @Nullable Throwable cause) {
    return new NotifyException(message, cause, false, null);
  }

  /** Whether trying again can help. */
  public boolean isWorthRetrying() {
    return worthRetrying;
  }

  /** How long to wait at least, if the receiver said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
