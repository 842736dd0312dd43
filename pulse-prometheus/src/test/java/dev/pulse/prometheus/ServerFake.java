package dev.pulse.prometheus;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A server that answers what it is told, and what a client needs to be tested against it. */
final class ServerFake implements AutoCloseable {
  static final Duration TIME = Duration.ofSeconds(20);
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  final MockWebServer server = new MockWebServer();
  final List<ObservedRequest> observed = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  ServerFake() throws Exception {
    server.start();
  }

  URI url() {
    return server.url("/").uri();
  }

  Environment environment() {
    return new Environment(
        Lookups.system(), FreshTls.platform(), InstantSource.fixed(NOW), waits::add);
  }

  PrometheusClient.Builder prometheus() {
    return PrometheusClient.at(url()).environment(environment()).observer(observed::add);
  }

  GrafanaClient.Builder grafana() {
    return GrafanaClient.at(url(), "UhcO3vy7z").environment(environment()).observer(observed::add);
  }

  ServerFake answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    return this;
  }

  ServerFake answers(byte[] body) {
    server.enqueue(new MockResponse.Builder().body(new Buffer().write(body)).build());
    return this;
  }

  /** Answers with the data of a success. */
  ServerFake succeeds(String data) {
    return answers(200, "{\"status\":\"success\",\"data\":" + data + "}");
  }

  /** Answers with the series of a vector. */
  ServerFake vector(String... series) {
    return succeeds("{\"resultType\":\"vector\",\"result\":[" + String.join(",", series) + "]}");
  }

  /** A series of a vector. */
  static String series(String metric, String value) {
    return "{\"metric\":" + metric + ",\"value\":[1763726400.123,\"" + value + "\"]}";
  }

  RecordedRequest request() throws InterruptedException {
    return server.takeRequest();
  }

  /** The fields of a form, in their order, as {@code name=value}. */
  static List<String> form(RecordedRequest request) {
    return fields(body(request));
  }

  static List<String> fields(@Nullable String encoded) {
    var fields = new ArrayList<String>();
    if (encoded != null && !encoded.isEmpty()) {
      Arrays.stream(encoded.split("&"))
          .forEach(field -> fields.add(URLDecoder.decode(field, StandardCharsets.UTF_8)));
    }
    return fields;
  }

  static String body(RecordedRequest request) {
    var body = request.getBody();
    return body == null ? "" : body.utf8();
  }

  @Override
  public void close() {
    server.close();
  }

  /** A server that is not started yet. */
  static final class Tls implements AutoCloseable {
    final MockWebServer server = new MockWebServer();

    @Override
    public void close() {
      server.close();
    }
  }
}
