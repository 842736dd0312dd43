package dev.pulse.samples.executions;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** The JSON of the seed: its names, its order, its nulls. Times are in UTC and whole seconds. */
final class ExecutionJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ExecutionJson() {}

  /** Writes one value. */
  @FunctionalInterface
  private interface Body {
    void writeTo(JsonWriter json) throws IOException;
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String about(String namespace, PodRange pods, Map<String, String> endpoints) {
    return write(
        json -> {
          json.beginObject()
              .name("service")
              .value("Bboostd Validator Executions Monitor")
              .name("version")
              .value("1.0.0")
              .name("namespace")
              .value(namespace)
              .name("pod_range")
              .value(pods.toString())
              .name("endpoints")
              .beginObject();
          for (var endpoint : endpoints.entrySet()) {
            json.name(endpoint.getKey()).value(endpoint.getValue());
          }
          json.endObject().endObject();
        });
  }

  static String summary(Scan scan) {
    return write(
        json -> {
          json.beginObject();
          counts(json, scan);
          json.name("pod_executions").beginArray();
          for (PodResult pod : scan.pods()) {
            pod(json, scan.namespace(), pod);
          }
          json.endArray().name("last_updated").value(time(scan.endedAt())).endObject();
        });
  }

  static String pod(Scan scan, PodResult pod) {
    return write(json -> pod(json, scan.namespace(), pod));
  }

  static String refreshed(Scan scan) {
    return write(
        json -> {
          json.beginObject().name("message").value("Execution data refresh completed");
          counts(json, scan);
          json.endObject();
        });
  }

  static String health(
      boolean healthy,
      Instant now,
      boolean connected,
      String namespace,
      @Nullable Instant lastScan) {
    return write(
        json ->
            json.beginObject()
                .name("status")
                .value(healthy ? "healthy" : "degraded")
                .name("timestamp")
                .value(time(now))
                .name("kubernetes_connected")
                .value(connected)
                .name("namespace")
                .value(namespace)
                .name("last_scan")
                .value(lastScan == null ? null : time(lastScan))
                .endObject());
  }

  static String detail(String text) {
    return write(json -> json.beginObject().name("detail").value(text).endObject());
  }

  private static void counts(JsonWriter json, Scan scan) throws IOException {
    json.name("total_pods")
        .value(scan.pods().size())
        .name("successful_queries")
        .value(scan.succeeded())
        .name("failed_queries")
        .value(scan.failed());
  }

  private static void pod(JsonWriter json, String namespace, PodResult pod) throws IOException {
    json.beginObject()
        .name("pod_name")
        .value(pod.pod())
        .name("namespace")
        .value(namespace)
        .name("execution");
    execution(json, pod.execution());
    json.name("query_success")
        .value(pod.succeeded())
        .name("error_message")
        .value(pod.error())
        .name("last_queried")
        .value(time(pod.at()))
        .endObject();
  }

  private static void execution(JsonWriter json, @Nullable Execution execution) throws IOException {
    if (execution == null) {
      json.nullValue();
      return;
    }
    json.beginObject()
        .name("id")
        .value(execution.id())
        .name("state")
        .value(execution.state())
        .name("start_block")
        .value(execution.startBlock())
        .name("end_block")
        .value(execution.endBlock())
        .name("start_timestamp")
        .value(execution.startTimestamp())
        .name("end_timestamp")
        .value(execution.endTimestamp())
        .name("error")
        .value(execution.error())
        .endObject();
  }

  private static String write(Body body) {
    var buffer = new Buffer();
    try (var json = JsonWriter.of(buffer)) {
      json.setSerializeNulls(true);
      body.writeTo(json);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON into memory failed", e);
    }
    return buffer.readUtf8();
  }
}
