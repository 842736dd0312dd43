package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import java.util.Map;

/** What a bot and a webhook can both do, each in its own way. Thread-safe. */
interface DiscordApi {
  /** Posts a message. */
  DiscordAnswer post(Notification notification, Map<String, Object> fields)
      throws InterruptedException;

  /** Changes a message. */
  DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields) throws InterruptedException;

  /** Changes a message, and gives it a picture. */
  DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields, Picture picture)
      throws InterruptedException;

  /** Says what has become of the group of a message. */
  DiscordAnswer say(DiscordPlace place, Notification notification, Map<String, Object> fields)
      throws InterruptedException;
}
