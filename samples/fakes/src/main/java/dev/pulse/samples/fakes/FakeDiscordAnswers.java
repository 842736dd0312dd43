package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.FakeDiscord.FakeThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;

/** Answers in Discord's words. */
final class FakeDiscordAnswers {
  private FakeDiscordAnswers() {}

  static MockResponse message(FakeMessage message) {
    return json(200, FakeDiscordBody.json(fields(message)));
  }

  /** The latest come first. */
  static MockResponse history(List<FakeMessage> messages) {
    var texts = new ArrayList<String>();
    for (var message : messages) {
      texts.add(0, FakeDiscordBody.json(fields(message)));
    }
    return json(200, "[" + String.join(",", texts) + "]");
  }

  private static Map<String, Object> fields(FakeMessage message) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", message.id());
    fields.put("channel_id", message.channel());
    fields.put("type", 0);
    fields.put("content", message.content().strip());
    fields.put("embeds", message.embeds());
    fields.put("timestamp", message.at().toString());
    fields.put("author", Map.of("id", FakeDiscord.BOT, "username", "pulse", "bot", true));
    if (message.fields().get("message_reference") instanceof Map<?, ?> reference) {
      fields.put("message_reference", reference);
    }
    fields.put(
        "attachments",
        message.files().stream()
            .map(file -> Map.of("id", "1", "filename", file.name(), "size", file.size()))
            .toList());
    return fields;
  }

  static MockResponse thread(FakeThread thread) {
    return json(
        201,
        FakeDiscordBody.json(
            Map.of(
                "id",
                thread.id(),
                "type",
                11,
                "parent_id",
                thread.channel(),
                "name",
                thread.name(),
                "thread_metadata",
                Map.of("archived", false, "auto_archive_duration", thread.archiveAfter()))));
  }

  static MockResponse error(int status, int code, String message) {
    return json(status, FakeDiscordBody.json(Map.of("message", message, "code", code)));
  }

  static MockResponse invalid(int code, List<String> problems) {
    return json(
        400,
        FakeDiscordBody.json(
            Map.of("message", "Invalid Form Body", "code", code, "errors", problems)));
  }

  static MockResponse limited(Duration wait) {
    return json(
        429,
        FakeDiscordBody.json(
            Map.of(
                "message",
                "You are being rate limited.",
                "retry_after",
                wait.toMillis() / 1000.0,
                "global",
                false)));
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }
}
