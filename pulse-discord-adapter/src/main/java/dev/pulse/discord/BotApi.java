package dev.pulse.discord;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.chat.Headline;
import dev.pulse.core.internal.notify.HttpMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bot: it says in a thread below the message what has become of a group. */
final class BotApi implements DiscordApi {
  /** Minutes without a word after which a thread is put away: a day. */
  private static final int ARCHIVE_AFTER = 1_440;

  private final DiscordCalls calls;
  private final String base;
  private final Secret token;
  private final String channel;

  BotApi(DiscordCalls calls, String base, Secret token, String channel) {
    this.calls = calls;
    this.base = base;
    this.token = token;
    this.channel = channel;
  }

  @Override
  public DiscordAnswer post(Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return post(channel, notification, "post", fields);
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields)
      throws InterruptedException {
    return calls.json(to("PATCH", message(place)), fields);
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields, Picture picture)
      throws InterruptedException {
    return calls.form(to("PATCH", message(place)), fields, picture);
  }

  @Override
  public DiscordAnswer say(
      DiscordPlace place, Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    // A thread has the id of the message that it hangs from.
    var said = post(place.message(), notification, "say", fields);
    if (said.hasNoSuchChannel()) {
      var thread = thread(place, notification);
      if (!thread.allowsNoThread()) {
        if (!thread.hasThreadAlready()) {
          thread.orThrow();
        }
        said = post(place.message(), notification, "say", fields);
      }
    }
    return said.hasNoSuchChannel() || said.allowsNoThread()
        ? reply(place, notification, fields)
        : said;
  }

  private DiscordAnswer thread(DiscordPlace place, Notification notification)
      throws InterruptedException {
    var name = Headline.subject(notification, DiscordMarkup.PLAIN, DiscordLimits.THREAD_NAME);
    return calls.json(
        to("POST", message(place) + "/threads"),
        Map.of("name", name.isBlank() ? "alerts" : name, "auto_archive_duration", ARCHIVE_AFTER));
  }

  /** Where there can be no thread, an answer in the channel says the same. */
  private DiscordAnswer reply(
      DiscordPlace place, Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    var reply = new LinkedHashMap<>(fields);
    reply.put(
        "message_reference", Map.of("message_id", place.message(), "fail_if_not_exists", false));
    return post(place.channel(), notification, "say", reply);
  }

  private DiscordAnswer post(
      String where, Notification notification, String purpose, Map<String, Object> fields)
      throws InterruptedException {
    var once = new LinkedHashMap<>(fields);
    // For some minutes Discord answers a repetition with the message that it has already.
    once.put("nonce", nonce(notification.id() + "/" + purpose));
    once.put("enforce_nonce", true);
    return calls.json(to("POST", "/channels/" + where + "/messages"), once);
  }

  private static String message(DiscordPlace place) {
    return "/channels/" + place.channel() + "/messages/" + place.message();
  }

  private HttpMessage.Builder to(String method, String path) {
    return HttpMessage.builder(method, base + path)
        .header("Authorization", "Bot " + token.reveal())
        .hiding(token);
  }

  private static String nonce(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DiscordLimits.NONCE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
