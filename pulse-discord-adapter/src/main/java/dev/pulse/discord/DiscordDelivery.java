package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.ChartSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one message per group: edits it as the group changes, so that it shows how things are, and
 * says elsewhere what has changed, because an edit calls nobody.
 */
final class DiscordDelivery implements Notifier {
  private static final Logger log = LoggerFactory.getLogger(DiscordDelivery.class);

  private final DiscordApi api;
  private final DiscordLayout layout;
  private final @Nullable ChartSource charts;

  DiscordDelivery(DiscordApi api, DiscordLayout layout, Optional<ChartSource> charts) {
    this.api = api;
    this.layout = layout;
    this.charts = charts.orElse(null);
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    var content = layout.of(notification);
    var standing = standingMessage(notification);
    var edited =
        standing.isPresent() ? edited(standing.get(), content) : Optional.<DiscordAnswer>empty();
    var root =
        edited.isPresent() ? edited.get() : api.post(notification, content.message()).orThrow();
    if (edited.isEmpty() && root.isWithoutContent() && content.thread().isEmpty()) {
      // Whoever stands before Discord has passed it on, and did not hear where it is now.
      return Receipt.none();
    }
    var place = edited.flatMap(answer -> standing).orElseGet(() -> DiscordPlace.of(root));
    var thread = content.thread();
    var update = edited.flatMap(answer -> content.update());
    if (thread.isPresent()) {
      var posts = content.posts(thread.get());
      place = api.sayAll(place, root.author(), notification, thread.get(), posts);
    } else if (update.isPresent()) {
      api.say(place, notification, update.get()).orThrow();
    }
    attachChart(place, notification, content);
    return place.receipt();
  }

  /** The message that stands for the group; empty where there is none, or none of this notifier. */
  private static Optional<DiscordPlace> standingMessage(Notification notification) {
    return switch (notification.kind()) {
      case DIGEST, SUMMARY, TEST -> Optional.empty();
      default -> notification.continues().flatMap(DiscordPlace::of);
    };
  }

  /** Brings the message up to date; empty when it is not there any more. */
  private Optional<DiscordAnswer> edited(DiscordPlace place, DiscordContent content)
      throws InterruptedException {
    var answer = api.edit(place, content.standing());
    return answer.isNotEditable() ? Optional.empty() : Optional.of(answer.orThrow());
  }

  /** Adds a picture to a message that is delivered already: nothing here may make it fail. */
  private void attachChart(DiscordPlace place, Notification notification, DiscordContent content) {
    if (charts == null) {
      return;
    }
    try {
      var picture = charts.picture(notification);
      if (picture.isPresent()) {
        api.edit(place, content.withPicture(picture.get()), picture.get()).orThrow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("The chart for message {} to Discord was left out", notification.id(), e);
    }
  }
}
