package dev.pulse.samples.uptimeguard;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.incident.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okio.Buffer;

/** The JSON of the seed: its names, its order, its times. */
final class GuardJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private GuardJson() {}

  /** Writes one value. */
  @FunctionalInterface
  private interface Body {
    void writeTo(JsonWriter json) throws IOException;
  }

  /** RFC 3339 in UTC with milliseconds. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String target(WatchedTarget target) {
    return write(json -> target(json, target));
  }

  static String targets(List<WatchedTarget> targets) {
    return array(targets, GuardJson::target);
  }

  static String probes(List<Probe> probes) {
    return array(probes, GuardJson::probe);
  }

  static String incidents(List<Incident> incidents) {
    return array(incidents, GuardJson::incident);
  }

  static String error(String text) {
    return write(json -> json.beginObject().name("error").value(text).endObject());
  }

  static String status(String text) {
    return write(json -> json.beginObject().name("status").value(text).endObject());
  }

  /** The event of a stored probe. */
  static String probeEvent(WatchedTarget target, Probe probe) {
    return write(
        json ->
            json.beginObject()
                .name("target_id")
                .value(target.id())
                .name("target_name")
                .value(target.name())
                .name("url")
                .value(target.url())
                .name("type")
                .value(target.type().word())
                .name("latency_ms")
                .value(probe.latencyMillis())
                .name("status_code")
                .value(probe.statusCode())
                .name("ok")
                .value(probe.ok())
                .name("timestamp")
                .value(time(probe.timestamp()))
                .endObject());
  }

  /** The event of an incident that began or ended. */
  static String incidentEvent(WatchedTarget target, Incident incident) {
    return write(
        json -> {
          json.beginObject()
              .name("id")
              .value(incident.id())
              .name("status")
              .value(incident.isOpen() ? "open" : "resolved")
              .name("target_id")
              .value(target.id())
              .name("target_name")
              .value(target.name())
              .name("kind")
              .value(incident.rule())
              .name("details")
              .value(details(incident))
              .name("started_at")
              .value(time(incident.startedAt()));
          endedAt(json, incident);
          json.endObject();
        });
  }

  /** The numbers behind an incident in one line, and how it ended. */
  static String details(Incident incident) {
    return details(incident.details(), incident.resolution());
  }

  /** The numbers behind an incident in one line, and how it ended. */
  static String details(Map<String, String> details, Optional<String> resolution) {
    var numbers =
        details.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
    return numbers + resolution.map(how -> " closed=" + how).orElse("");
  }

  /**
   * The members of an object; empty when the text is anything else. Numbers are doubles.
   *
   * @param text from a caller, so of any form
   */
  static Optional<Map<?, ?>> object(String text) {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(text))) {
      var value = reader.readJsonValue();
      return value instanceof Map<?, ?> map && reader.peek() == JsonReader.Token.END_DOCUMENT
          ? Optional.of(map)
          : Optional.empty();
    } catch (IOException | JsonDataException e) {
      // The text is in memory: both are the parser's way to say that it is not JSON.
      return Optional.empty();
    }
  }

  private static void target(JsonWriter json, WatchedTarget target) throws IOException {
    json.beginObject()
        .name("id")
        .value(target.id())
        .name("name")
        .value(target.name())
        .name("url")
        .value(target.url())
        .name("type")
        .value(target.type().word())
        .name("enabled")
        .value(target.enabled())
        .name("created_at")
        .value(time(target.createdAt()));
    // A member whose value is null is left out by the writer.
    json.name("interval_s").value(target.document().intervalSeconds());
    json.name("timeout_ms").value(target.document().timeoutMillis());
    json.name("expected_status").value(target.document().expectedStatus());
    json.endObject();
  }

  private static void probe(JsonWriter json, Probe probe) throws IOException {
    json.beginObject()
        .name("id")
        .value(probe.id())
        .name("target_id")
        .value(probe.targetId())
        .name("timestamp")
        .value(time(probe.timestamp()))
        .name("latency_ms")
        .value(probe.latencyMillis())
        .name("status_code")
        .value(probe.statusCode())
        .name("ok")
        .value(probe.ok())
        .endObject();
  }

  private static void incident(JsonWriter json, Incident incident) throws IOException {
    json.beginObject()
        .name("id")
        .value(incident.id())
        .name("target_id")
        .value(WatchedTarget.idOf(incident.check()).orElse(0))
        .name("started_at")
        .value(time(incident.startedAt()));
    endedAt(json, incident);
    json.name("kind").value(incident.rule()).name("details").value(details(incident)).endObject();
  }

  private static void endedAt(JsonWriter json, Incident incident) throws IOException {
    if (incident.endedAt().isPresent()) {
      json.name("ended_at").value(time(incident.endedAt().get()));
    }
  }

  /** Writes one item of an array. */
  @FunctionalInterface
  private interface Item<T> {
    void write(JsonWriter json, T item) throws IOException;
  }

  private static <T> String array(List<T> items, Item<T> item) {
    return write(
        json -> {
          json.beginArray();
          for (T each : items) {
            item.write(json, each);
          }
          json.endArray();
        });
  }

  private static String write(Body body) {
    var buffer = new Buffer();
    try (var json = JsonWriter.of(buffer)) {
      body.writeTo(json);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON into memory failed", e);
    }
    return buffer.readUtf8();
  }
}
