package dev.pulse.core.internal.notify;

import java.time.Duration;

/**
 * Is told what becomes of messages, in the order in which it happens, one call after the other.
 * Called on a thread that delivers, or closes, without any lock: a listener may call Pulse. What it
 * throws is logged and changes nothing.
 */
public interface DeliveryListener {
  /**
   * A message was delivered, and the store knows.
   *
   * @param took how long the delivery took
   */
  default void onDelivered(Message message, Duration took) {}

  /** An attempt failed. The message stays pending, or is told as dead next. */
  default void onFailed(Message message) {}

  /** A message was given up, and the store knows. */
  default void onDead(Message message) {}

  /** A delivery ignored its interruption and holds its thread. */
  default void onAbandoned(Message message) {}
}
