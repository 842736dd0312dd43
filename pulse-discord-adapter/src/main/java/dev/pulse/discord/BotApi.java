package dev.pulse.discord;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.chat.Headline;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.text.ForeignText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bot: it says in a thread below the message what has become of a group. */
final class BotApi implements DiscordApi {
  private static final Duration ARCHIVE_AFTER = Duration.ofDays(1);

  private static final Pattern CHANNEL = Pattern.compile("[0-9]{1,20}");

  private final DiscordCalls calls;
  private final String base;
  private final Secret token;
  private final Function<Notification, String> channel;
  private final Pace pace;

  BotApi(
      DiscordCalls calls,
      String base,
      Secret token,
      Function<Notification, String> channel,
      Pace pace) {
    this.calls = calls;
    this.base = base;
    this.token = token;
    this.channel = channel;
    this.pace = pace;
  }

  @Override
  public DiscordAnswer post(Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return post(channelOf(notification), notification, "post", fields, Optional.empty());
  }

  private String channelOf(Notification notification) {
    @Nullable String chosen = channel.apply(notification);
    if (chosen == null || !CHANNEL.matcher(chosen).matches()) {
      throw NotifyException.lasting(
          "the channel of message "
              + notification.id()
              + " must be an id, such as 197038439483310086, but is "
              + (chosen == null ? "none" : "\"" + ForeignText.oneLine(chosen, 100) + "\""),
          null);
    }
    return chosen;
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
    var said = post(place.message(), notification, "say", fields, Optional.empty());
    if (said.hasNoSuchChannel()) {
      var name = Headline.subject(notification, DiscordMarkup.PLAIN, DiscordLimits.THREAD_NAME);
      var thread = startThread(place, name.isBlank() ? "alerts" : name, ARCHIVE_AFTER);
      if (!thread.allowsNoThread()) {
        if (!thread.hasThreadAlready()) {
          thread.orThrow();
        }
        said = post(place.message(), notification, "say", fields, Optional.empty());
      }
    }
    return said.hasNoSuchChannel() || said.allowsNoThread()
        ? reply(place, notification, "say", fields, Optional.empty())
        : said;
  }

  @Override
  public DiscordPlace sayAll(
      DiscordPlace place,
      Optional<String> author,
      Notification notification,
      DiscordThread thread,
      List<DiscordPost> posts)
      throws InterruptedException {
    return new BotThread(this, pace, place, author, notification).sayAll(thread, posts);
  }

  DiscordAnswer startThread(DiscordPlace place, String name, Duration archiveAfter)
      throws InterruptedException {
    return calls.json(
        to("POST", message(place) + "/threads"),
        Map.of("name", name, "auto_archive_duration", archiveAfter.toMinutes()));
  }

  /** What was said in a channel or a thread after this message, a hundred messages at most. */
  DiscordAnswer after(String id, String where, int most) throws InterruptedException {
    return calls.read(to("GET", "/channels/" + where + "/messages?limit=" + most + "&after=" + id));
  }

  /** Where there can be no thread, an answer in the channel says the same. */
  DiscordAnswer reply(
      DiscordPlace place,
      Notification notification,
      String purpose,
      Map<String, Object> fields,
      Optional<Picture> picture)
      throws InterruptedException {
    var reply = new LinkedHashMap<>(fields);
    reply.put(
        "message_reference", Map.of("message_id", place.message(), "fail_if_not_exists", false));
    return post(place.channel(), notification, purpose, reply, picture);
  }

  DiscordAnswer post(
      String where,
      Notification notification,
      String purpose,
      Map<String, Object> fields,
      Optional<Picture> picture)
      throws InterruptedException {
    var once = new LinkedHashMap<>(fields);
    // For some minutes Discord answers a repetition with the message that it has already.
    once.put("nonce", nonce(notification.id() + "/" + purpose));
    once.put("enforce_nonce", true);
    var to = to("POST", "/channels/" + where + "/messages");
    return picture.isPresent() ? calls.form(to, once, picture.get()) : calls.json(to, once);
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
