package dev.pulse.testkit.simulation;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Keeps messages, or refuses them while it is down. Thread-safe. */
final class Receiver implements Notifier {
  private final InstantSource clock;
  private final List<Received> received = new ArrayList<>();
  private boolean down;
  private int asserted;

  /** A message, and when it arrived. */
  record Received(Instant at, Notification message) {}

  Receiver(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Receipt send(Notification notification) {
    if (down) {
      throw NotifyException.passing("the receiver is down, as scripted", null);
    }
    received.add(new Received(clock.instant(), notification));
    return Receipt.of("message-" + received.size());
  }

  synchronized void down(boolean isDown) {
    this.down = isDown;
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** The next message that nobody has asked for; null when there is none. */
  synchronized List<Received> rest() {
    return List.copyOf(received.subList(asserted, received.size()));
  }

  synchronized void asserted() {
    asserted++;
  }
}
