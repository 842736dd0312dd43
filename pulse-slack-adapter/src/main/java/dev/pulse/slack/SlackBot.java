package dev.pulse.slack;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.ChartSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one message per group in its channel: edits it as the group changes, so that it shows how
 * things are, and says in its thread what has changed.
 */
final class SlackBot implements Notifier {
  private static final Logger log = LoggerFactory.getLogger(SlackBot.class);
  private static final Pattern RECEIPT =
      Pattern.compile("([A-Z0-9]{1,40})/([0-9]{1,20}\\.[0-9]{1,20})");

  private final SlackApi api;
  private final String channel;
  private final SlackLayout layout;
  private final @Nullable ChartSource charts;

  /** Where a message is. */
  private record Place(String channel, String time) {
    Receipt receipt() {
      return Receipt.of(channel + "/" + time);
    }
  }

  SlackBot(SlackApi api, String channel, SlackLayout layout, Optional<ChartSource> charts) {
    this.api = api;
    this.channel = channel;
    this.layout = layout;
    this.charts = charts.orElse(null);
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    var place = standingMessage(notification);
    if (place.isPresent() && edit(place.get(), notification)) {
      say(place.get(), notification);
      return place.get().receipt();
    }
    var posted = post(notification);
    attachChart(posted, notification);
    return posted.receipt();
  }

  /** The message that stands for the group; empty where there is none, or none of this notifier. */
  private static Optional<Place> standingMessage(Notification notification) {
    return switch (notification.kind()) {
      case DIGEST, SUMMARY, TEST -> Optional.empty();
      default ->
          notification
              .continues()
              .map(receipt -> RECEIPT.matcher(receipt.reference()))
              .filter(matcher -> matcher.matches())
              .map(matcher -> new Place(matcher.group(1), matcher.group(2)));
    };
  }

  /** Brings the message up to date; false when it is not there any more. */
  private boolean edit(Place place, Notification notification) throws InterruptedException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("channel", place.channel());
    fields.put("ts", place.time());
    fields.putAll(layout.standing(notification));
    // Slack knows these two for new messages only.
    fields.remove("unfurl_links");
    fields.remove("unfurl_media");
    fields.put("metadata", metadata(notification));
    // Without it an edit would read channels and people into texts that a new message leaves alone.
    fields.put("parse", "none");
    var answer = api.call("chat.update", fields);
    if (answer.isNotEditable()) {
      return false;
    }
    answer.orThrow();
    return true;
  }

  private void say(Place place, Notification notification) throws InterruptedException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("channel", place.channel());
    fields.put("thread_ts", place.time());
    fields.putAll(layout.update(notification));
    fields.put("metadata", metadata(notification));
    api.call("chat.postMessage", fields).orThrow();
  }

  private Place post(Notification notification) throws InterruptedException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("channel", channel);
    fields.putAll(layout.message(notification));
    fields.put("metadata", metadata(notification));
    var answer = api.call("chat.postMessage", fields).orThrow();
    // Slack answers with the id of the channel, also where it was called by its name.
    return new Place(answer.text("channel"), answer.text("ts"));
  }

  /** Lets programs recognise a message that arrived twice; people do not see it. */
  private static Map<String, Object> metadata(Notification notification) {
    return Map.of(
        "event_type",
        "pulse_notification",
        "event_payload",
        Map.of(
            "id",
            notification.id(),
            "group",
            notification.group(),
            "kind",
            notification.kind().name()));
  }

  /** Adds a picture to a message that is delivered already: nothing here may make it fail. */
  private void attachChart(Place place, Notification notification) {
    if (charts == null) {
      return;
    }
    try {
      var picture = charts.picture(notification);
      if (picture.isPresent()) {
        api.upload(picture.get(), place.channel(), place.time());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("The chart for message {} to Slack was left out", notification.id(), e);
    }
  }

  @Override
  public String toString() {
    return "Slack bot in " + channel;
  }
}
