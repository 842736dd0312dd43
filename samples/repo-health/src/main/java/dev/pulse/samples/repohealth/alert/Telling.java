package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import java.util.function.Consumer;

/**
 * Tells that alerts have opened, and a pager that they are over; what Pulse would say besides is
 * held back. Counts what it sends. Thread-safe as far as the notifier is.
 */
final class Telling implements Notifier {
  private final Notifier notifier;
  private final boolean tellsEnds;
  private final Consumer<Boolean> counted;

  /**
   * A notifier.
   *
   * @param tellsEnds whether it wants to know when alerts are over
   * @param counted gets whether an attempt was delivered
   */
  Telling(Notifier notifier, boolean tellsEnds, Consumer<Boolean> counted) {
    this.notifier = notifier;
    this.tellsEnds = tellsEnds;
    this.counted = counted;
  }

  @Override
  public Receipt send(Notification notification) throws Exception {
    var firing = notification.firing();
    return switch (notification.kind()) {
      case REPEAT -> Receipt.none();
      case RESOLVED -> ended(notification);
      case CHANGED ->
          // One has ended and opened again before anybody looked: people hear of the new one.
          firing.isEmpty() ? ended(notification) : sent(notification.withAlerts(firing));
      default -> sent(notification);
    };
  }

  private Receipt ended(Notification notification) throws Exception {
    boolean digest = notification.alerts().stream().anyMatch(Message::isDigest);
    return tellsEnds && !digest ? sent(notification) : Receipt.none();
  }

  private Receipt sent(Notification notification) throws Exception {
    boolean delivered = false;
    try {
      // Each message stands for itself: an edited one would call nobody.
      var unused = notifier.send(notification);
      delivered = true;
      return Receipt.none();
    } finally {
      counted.accept(delivered);
    }
  }

  @Override
  public String toString() {
    return notifier.toString();
  }
}
