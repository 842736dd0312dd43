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
    var standing = standingMessage(notification);
    if (standing.isPresent() && edit(standing.get(), notification)) {
      api.say(standing.get(), notification, layout.update(notification)).orThrow();
      attachChart(standing.get(), notification);
      return standing.get().receipt();
    }
    var posted = DiscordPlace.of(api.post(notification, layout.message(notification)).orThrow());
    attachChart(posted, notification);
    return posted.receipt();
  }

  /** The message that stands for the group; empty where there is none, or none of this notifier. */
  private static Optional<DiscordPlace> standingMessage(Notification notification) {
    return switch (notification.kind()) {
      case DIGEST, SUMMARY, TEST -> Optional.empty();
      default -> notification.continues().flatMap(DiscordPlace::of);
    };
  }

  /** Brings the message up to date; false when it is not there any more. */
  private boolean edit(DiscordPlace place, Notification notification) throws InterruptedException {
    var answer = api.edit(place, layout.standing(notification));
    if (answer.isNotEditable()) {
      return false;
    }
    answer.orThrow();
    return true;
  }

  /** Adds a picture to a message that is delivered already: nothing here may make it fail. */
  private void attachChart(DiscordPlace place, Notification notification) {
    if (charts == null) {
      return;
    }
    try {
      var picture = charts.picture(notification);
      if (picture.isPresent()) {
        api.edit(place, layout.withPicture(notification, picture.get()), picture.get()).orThrow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("The chart for message {} to Discord was left out", notification.id(), e);
    }
  }
}
