package dev.pulse.core.internal.notify;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.internal.json.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A notification as JSON: written before it is sent, and never changed. What belongs to its
 * delivery is written elsewhere, so that an attempt costs a few bytes and not all of its alerts.
 */
public record StoredNotification(
    Notification.Kind kind,
    String channel,
    String group,
    Instant at,
    Map<String, String> labels,
    int omitted,
    List<Long> incidents,
    List<StoredAlert> alerts) {
  private static final JsonText<StoredNotification> JSON = JsonText.of(StoredNotification.class);
  private static final JsonText<Head> HEAD = JsonText.of(Head.class);

  /** What the queue needs of it: the alerts are passed over until it is the message's turn. */
  public record Head(
      Notification.Kind kind, String channel, String group, Instant at, List<Long> incidents) {}

  static String textOf(Notification notification) {
    var alerts = notification.alerts();
    return JSON.write(
        new StoredNotification(
            notification.kind(),
            notification.channel(),
            notification.group(),
            notification.at(),
            notification.groupLabels().asMap(),
            notification.omitted(),
            alerts.stream().map(Alert::incident).toList(),
            alerts.stream().map(StoredAlert::of).toList()));
  }

  /**
   * The whole notification.
   *
   * @throws StoreException when the text is not one
   */
  static Notification parse(String id, String text) {
    var stored = JSON.read(name(id), text);
    try {
      return Notification.builder(id, stored.kind, stored.channel, stored.at)
          .group(stored.group, Labels.from(stored.labels))
          .omitted(stored.omitted)
          .alerts(stored.alerts.stream().map(StoredAlert::alert).toList())
          .build();
    } catch (RuntimeException e) {
      // What it could not read is not repeated: it may be anything.
      throw new StoreException(name(id) + " is not complete", null);
    }
  }

  /**
   * What the queue needs of it.
   *
   * @throws StoreException when the text is not a notification
   */
  static Message message(String id, String text) {
    var head = HEAD.read(name(id), text);
    try {
      return Message.pending(id, head.kind, head.channel, head.group, head.incidents, head.at);
    } catch (RuntimeException e) {
      throw new StoreException(name(id) + " is not complete", null);
    }
  }

  private static String name(String id) {
    return "message \"" + id + "\"";
  }
}
