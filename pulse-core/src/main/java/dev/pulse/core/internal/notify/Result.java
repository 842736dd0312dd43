package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Receipt;
import java.time.Duration;

/** How a delivery ended. */
sealed interface Result {
  /** The channel took the message. */
  record Taken(Receipt receipt) implements Result {}

  /**
   * The channel did not take it.
   *
   * @param error why; no secret
   * @param lasting whether trying again cannot help
   * @param retryAfter how long the receiver wants to be left alone
   */
  record Refused(String error, boolean lasting, Duration retryAfter) implements Result {
    static Refused passing(String error) {
      return new Refused(error, false, Duration.ZERO);
    }
  }

  /** It could not begin, as when the store is away: the channel has nothing to do with it. */
  record Unbegun(Throwable reason) implements Result {}

  /** The outbox was closed in the middle of it. */
  record Cancelled() implements Result {}
}
