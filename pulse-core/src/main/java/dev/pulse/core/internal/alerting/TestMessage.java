package dev.pulse.core.internal.alerting;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.Complaints;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A message that tries out whether messages arrive. */
public final class TestMessage {
  private TestMessage() {}

  /**
   * Sends one, on the executor and within the time of the channel.
   *
   * @param by who wants to know
   * @param id what tells it from others
   * @throws NotifyException when it was not delivered
   */
  public static Receipt send(Channel channel, String by, Instant at, String id, Executor executor) {
    var task = new FutureTask<>(() -> channel.notifier().send(message(channel, by, at, id)));
    executor.execute(task);
    try {
      return task.get(channel.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      throw NotifyException.passing("no answer within " + channel.timeout(), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw NotifyException.passing("interrupted while it was sent", e);
    }
  }

  private static NotifyException failure(Throwable cause) {
    // What a notifier throws without saying so may hold a secret in its message.
    return cause instanceof NotifyException said
        ? cleaned(said)
        : NotifyException.passing("the notifier broke: " + cause.getClass().getSimpleName(), null);
  }

  private static NotifyException cleaned(NotifyException said) {
    var complaint = Complaints.of(said);
    return said.isWorthRetrying()
        ? said.retryAfter()
            .map(wait -> NotifyException.later(complaint, wait))
            .orElseGet(() -> NotifyException.passing(complaint, null))
        : NotifyException.lasting(complaint, null);
  }

  private static Notification message(Channel channel, String by, Instant at, String id) {
    var alert =
        Alert.builder(1, "test", "test", at)
            .severity(Severity.INFO)
            .title("Pulse: test message")
            .text(by + " tries out whether messages arrive; there is nothing to do.")
            .build();
    return Notification.builder("test-" + id, Notification.Kind.TEST, channel.name(), at)
        .group("test-" + id, Labels.of("alertname", "test"))
        .alerts(List.of(alert))
        .build();
  }
}
