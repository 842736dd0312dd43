package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import java.util.List;
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

  /**
   * Says several things below a message, in order, each of them once as far as that can be known.
   *
   * @param root what Discord answered when the message was posted or edited
   */
  void sayAll(
      DiscordAnswer root, Notification notification, DiscordThread thread, List<DiscordPost> posts)
      throws InterruptedException;
}
