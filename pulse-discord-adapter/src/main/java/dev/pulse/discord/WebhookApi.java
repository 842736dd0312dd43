package dev.pulse.discord;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.notify.HttpMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A webhook: it can change what it has posted, and start no threads, so that it says in the channel
 * what has become of a group.
 */
final class WebhookApi implements DiscordApi {
  private final DiscordCalls calls;
  private final Secret url;

  WebhookApi(DiscordCalls calls, Secret url) {
    this.calls = calls;
    this.url = url;
  }

  @Override
  public DiscordAnswer post(Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return calls.json(to("POST", "", "wait=true"), withoutComponents(fields));
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields)
      throws InterruptedException {
    return calls.json(message(place), withoutComponents(fields));
  }

  @Override
  public DiscordAnswer edit(DiscordPlace place, Map<String, Object> fields, Picture picture)
      throws InterruptedException {
    return calls.form(message(place), fields, picture);
  }

  @Override
  public DiscordAnswer say(
      DiscordPlace place, Notification notification, Map<String, Object> fields)
      throws InterruptedException {
    return post(notification, fields);
  }

  private HttpMessage.Builder message(DiscordPlace place) {
    return to("PATCH", "/messages/" + place.message(), "");
  }

  /** The URL may have a query of its own: the thread to post into. */
  private HttpMessage.Builder to(String method, String path, String query) {
    var parts = url.reveal().split("\\?", 2);
    var all = parts.length == 1 ? query : query.isEmpty() ? parts[1] : parts[1] + "&" + query;
    var whole = parts[0] + path + (all.isEmpty() ? "" : "?" + all);
    return HttpMessage.builder(method, whole).hiding(url);
  }

  /** Only an app's own webhook may have buttons. */
  private static Map<String, Object> withoutComponents(Map<String, Object> fields) {
    var rest = new LinkedHashMap<>(fields);
    rest.remove("components");
    return rest;
  }
}
