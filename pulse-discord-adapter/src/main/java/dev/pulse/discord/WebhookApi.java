package dev.pulse.discord;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.notify.HttpMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook: it can change what it has posted, and start no threads, so that it says in the channel
 * what has become of a group.
 */
final class WebhookApi implements DiscordApi {
  private final DiscordCalls calls;
  private final Secret url;
  private final Pace pace;

  WebhookApi(DiscordCalls calls, Secret url, Pace pace) {
    this.calls = calls;
    this.url = url;
    this.pace = pace;
  }

  @Override
  public DiscordAnswer post(Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return calls.json(to("POST", "", "wait=true" + components(fields)), sent(fields));
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields)
      throws InterruptedException {
    var query = components(fields).replaceFirst("^&", "");
    return calls.json(to("PATCH", "/messages/" + place.message(), query), sent(fields));
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields, Picture picture)
      throws InterruptedException {
    return calls.form(to("PATCH", "/messages/" + place.message(), ""), fields, picture);
  }

  @Override
  public DiscordAnswer say(
      DiscordPlace place, Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return post(notification, fields);
  }

  /** A webhook can start no thread, and has nothing by which to know what it has said before. */
  @Override
  public DiscordPlace sayAll(
      DiscordPlace place,
      Optional<String> author,
      Notification notification,
      DiscordThread thread,
      List<DiscordPost> posts)
      throws InterruptedException {
    for (var post : posts) {
      var answer = pace.keep(() -> say(post));
      if (post.picture().isPresent() && !answer.isSuccess()) {
        answer.logLeftOut(notification);
      } else {
        answer.orThrow();
      }
    }
    return place;
  }

  private DiscordAnswer say(DiscordPost post) throws InterruptedException {
    var to = to("POST", "", "wait=true");
    var picture = post.picture();
    return picture.isPresent()
        ? calls.form(to, post.fields(), picture.get())
        : calls.json(to, post.fields());
  }

  /** The URL may have a query of its own: the thread to post into. */
  private HttpMessage.Builder to(String method, String path, String query) {
    var parts = url.reveal().split("\\?", 2);
    var all = parts.length == 1 ? query : query.isEmpty() ? parts[1] : parts[1] + "&" + query;
    var whole = parts[0] + path + (all.isEmpty() ? "" : "?" + all);
    return HttpMessage.builder(method, whole).hiding(url);
  }

  /** Discord shows those of a webhook when it is told to, and only those that open a page. */
  private static String components(Map<String, Object> fields) {
    return hasComponents(fields) ? "&with_components=true" : "";
  }

  private static Map<String, Object> sent(Map<String, Object> fields) {
    var rest = new LinkedHashMap<>(fields);
    if (!hasComponents(fields)) {
      rest.remove("components");
    }
    return rest;
  }

  private static boolean hasComponents(Map<String, Object> fields) {
    return fields.get("components") instanceof List<?> rows && !rows.isEmpty();
  }
}
