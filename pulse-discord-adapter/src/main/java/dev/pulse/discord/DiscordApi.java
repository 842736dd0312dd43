package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param author who wrote the message, if Discord told
   * @return the place, and how far its thread has come
   */
  DiscordPlace sayAll(
      DiscordPlace place,
      Optional<String> author,
      Notification notification,
      DiscordThread thread,
      List<DiscordPost> posts)
      throws InterruptedException;
}
