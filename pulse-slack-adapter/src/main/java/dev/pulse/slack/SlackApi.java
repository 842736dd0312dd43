package dev.pulse.slack;

import dev.pulse.api.config.Secret;
import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.notify.HttpPost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of Slack's Web API that a notifier needs. Thread-safe. */
final class SlackApi {
  private final HttpPost http;
  private final String base;
  private final Secret token;

  SlackApi(HttpPost http, String base, Secret token) {
    this.http = http;
    this.base = base;
    this.token = token;
  }

  /** Calls a method with JSON. */
  SlackAnswer call(String method, Map<String, ?> fields) throws InterruptedException {
    var message =
        HttpMessage.builder("POST", base + "/" + method)
            .bearer(token)
            .body("application/json; charset=utf-8", bytes(JsonTree.text(fields)))
            .build();
    return SlackAnswer.of(method, http.send(message));
  }

  /** Puts a picture into a thread, in the three steps that Slack wants. */
  void upload(Picture picture, String channel, String thread) throws InterruptedException {
    var png = picture.png();
    var wanted = new LinkedHashMap<String, String>();
    wanted.put("filename", picture.name());
    wanted.put("length", String.valueOf(png.length));
    wanted.put("alt_txt", picture.description());
    var place = form("files.getUploadURLExternal", wanted).orThrow();
    // The place is a secret by itself and needs no token; it must not get one either.
    http.send(
        HttpMessage.builder("POST", place.text("upload_url"))
            .body("application/octet-stream", png)
            .build());
    call(
            "files.completeUploadExternal",
            Map.of(
                "files",
                List.of(Map.of("id", place.text("file_id"), "title", picture.description())),
                "channel_id",
                channel,
                "thread_ts",
                thread))
        .orThrow();
  }

  /** This method takes no JSON. */
  private SlackAnswer form(String method, Map<String, String> fields) throws InterruptedException {
    var body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value)));
    var message =
        HttpMessage.builder("POST", base + "/" + method)
            .bearer(token)
            .body("application/x-www-form-urlencoded", bytes(body.toString()))
            .build();
    return SlackAnswer.of(method, http.send(message));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
