package dev.pulse.samples.repohealth.alert;

/** Learns of each attempt to deliver a message. Called on the threads that deliver. */
@FunctionalInterface
public interface DeliveryCounter {
  /**
   * An attempt ended.
   *
   * @param channel the name that rules have for it
   * @param delivered whether the receiver has the message
   */
  void notified(String channel, boolean delivered);
}
