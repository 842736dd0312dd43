package dev.pulse.discord;

import dev.pulse.core.chart.Picture;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.notify.HttpPost;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests as Discord wants them. Thread-safe. */
final class DiscordCalls {
  /** Discord asks for this form, and turns others away at times. */
  private static final String AGENT = "DiscordBot (https://github.com/pulse-sdk/pulse, 0.1)";

  private final HttpPost http;

  DiscordCalls(HttpPost http) {
    this.http = http;
  }

  DiscordAnswer read(HttpMessage.Builder message) throws InterruptedException {
    return ask(message);
  }

  DiscordAnswer json(HttpMessage.Builder message, Map<String, Object> fields)
      throws InterruptedException {
    return ask(message.json(JsonTree.text(fields)));
  }

  DiscordAnswer form(HttpMessage.Builder message, Map<String, Object> fields, Picture picture)
      throws InterruptedException {
    var json = JsonTree.text(fields).getBytes(StandardCharsets.UTF_8);
    return ask(
        message
            .part("payload_json", null, "application/json", json)
            .part("files[0]", picture.name(), "image/png", picture.png()));
  }

  private DiscordAnswer ask(HttpMessage.Builder message) throws InterruptedException {
    var whole = message.header("User-Agent", AGENT).waitingAsToldBy("retry_after").build();
    return DiscordAnswer.of(http.ask(whole));
  }
}
