package dev.pulse.api.notify;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What became of an attempt to deliver a message, told after it was stored.
 *
 * @param result what became of it
 * @param message the id of the message
 * @param kind why the message is sent
 * @param channel the name of the channel
 * @param incidents the ids of the incidents that it is about
 * @param failure why it failed, if it did; without secrets
 */
public record DeliveryEvent(
    Result result,
    String message,
    Notification.Kind kind,
    String channel,
    List<Long> incidents,
    Optional<String> failure) {
  /** What can become of an attempt. */
  public enum Result {
    /** The receiver has the message. */
    DELIVERED,
    /** It failed. It is tried again, unless the message is told as given up next. */
    FAILED,
    /** The message was given up; it can be sent again by hand. */
    DEAD,
    /** The notifier ignored its interruption, and holds a thread. */
    ABANDONED
  }

  /** An event; keeps a copy of the list. */
  public DeliveryEvent {
    requireNonNull(result, "result");
    requireNonNull(message, "message");
    requireNonNull(kind, "kind");
    requireNonNull(channel, "channel");
    incidents = List.copyOf(incidents);
    requireNonNull(failure, "failure");
  }
}
