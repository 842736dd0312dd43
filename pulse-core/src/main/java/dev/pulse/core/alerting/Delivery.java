package dev.pulse.core.alerting;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message, and what became of it.
 *
 * @param id what tells the message from all others
 * @param kind why it was sent
 * @param channel the name of the channel
 * @param group what tells the group of its alerts from others
 * @param incidents the ids of the incidents that it is about
 * @param at when it was decided upon
 * @param state what became of it
 * @param attempts how often its delivery was tried
 * @param failure why the last attempt failed, if it did; without secrets
 * @param triedAt when its delivery was tried last; empty before the first time
 */
public record Delivery(
    String id,
    Notification.Kind kind,
    String channel,
    String group,
    List<Long> incidents,
    Instant at,
    State state,
    int attempts,
    Optional<String> failure,
    Optional<Instant> triedAt) {
  /** What can become of a message. The set is frozen. */
  public enum State {
    /** It waits for its delivery, or for those before it. */
    PENDING,
    /** The receiver has it. */
    DELIVERED,
    /** It was given up; it can be sent again by hand. */
    DEAD
  }

  /** A delivery; keeps a copy of the list. */
  public Delivery {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(channel, "channel");
    requireNonNull(group, "group");
    incidents = List.copyOf(incidents);
    requireNonNull(at, "at");
    requireNonNull(state, "state");
    requireNonNull(failure, "failure");
    requireNonNull(triedAt, "triedAt");
  }
}
