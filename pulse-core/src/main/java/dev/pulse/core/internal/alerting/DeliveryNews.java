package dev.pulse.core.internal.alerting;

import dev.pulse.api.event.PulseListener;
import dev.pulse.api.notify.DeliveryEvent;
import dev.pulse.api.notify.DeliveryEvent.Result;
import dev.pulse.core.internal.notify.DeliveryListener;
import dev.pulse.core.internal.notify.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells listeners what becomes of messages. */
public final class DeliveryNews implements DeliveryListener {
  private final Consumer<Consumer<PulseListener>> listeners;

  /**
   * News.
   *
   * @param listeners tells all of them
   */
  public DeliveryNews(Consumer<Consumer<PulseListener>> listeners) {
    this.listeners = listeners;
  }

  @Override
  public void onDelivered(Message message, Duration took) {
    tell(Result.DELIVERED, message);
  }

  @Override
  public void onFailed(Message message) {
    tell(Result.FAILED, message);
  }

  @Override
  public void onDead(Message message) {
    tell(Result.DEAD, message);
  }

  @Override
  public void onAbandoned(Message message) {
    tell(Result.ABANDONED, message);
  }

  private void tell(Result result, Message message) {
    var event =
        new DeliveryEvent(
            result,
            message.id(),
            message.kind(),
            message.channel(),
            message.incidents(),
            result == Result.DELIVERED ? Optional.empty() : message.error());
    listeners.accept(listener -> listener.onDelivery(event));
  }
}
