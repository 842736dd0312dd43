package dev.pulse.samples.server.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostStreamTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  // It beats when a test says so: whoever takes nothing during some beats is given up.
  private final EventHub hub = new EventHub(5, 50, Duration.ofHours(1), clock, meters, "events");
  private final AtomicReference<Authenticator> host = new AtomicReference<>(HostStreamTest::otto);
  private final WebServer server = WebServer.listen("127.0.0.1", 0);

  /** What a host may say later on of somebody whom it knew. */
  enum Later {
    LOGGED_OUT,
    ANOTHER,
    LESS,
    REFUSED,
    FAILS;

    Optional<Principal> caller(Request request) throws IOException {
      return switch (this) {
        case LOGGED_OUT -> Optional.empty();
        case ANOTHER -> Optional.of(new Principal("vera", Role.OPERATOR));
        case LESS -> Optional.of(new Principal("otto", Role.VIEWER));
        case REFUSED -> throw HttpError.of(403, "Come back later: " + request.path());
        case FAILS -> throw new IOException("the directory is away");
      };
    }
  }

  HostStreamTest() {
    server.serve(
        new WebServer.Options(
            List.of(),
            Set.of(),
            1000,
            Duration.ofSeconds(5),
            meters,
            List.of(
                new WebServer.Mount(
                    "", routes -> routes.closing(hub).get("/events", request -> hub.open()))),
            write -> {},
            Optional.of(request -> host.get().caller(request)),
            Optional.empty(),
            Optional.empty(),
            clock));
  }

  /** By a cookie, by a short password and by a long token: whatever is in the request. */
  private static Optional<Principal> otto(Request request) {
    return request
        .header("cookie")
        .or(() -> request.header("AUTHORIZATION"))
        .filter(sent -> sent.contains("b3R0"))
        .map(known -> new Principal("otto", Role.OPERATOR));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStreamEndsWhenTheHostNoLongerKnowsWhoOpenedIt(Later later) throws Exception {
    try (var socket = new Caller(server.port()).connect()) {
      var in = open(socket, "Cookie: shop_session=b3R0");
      untilHeartbeat(in);
      host.set(later::caller);
      hub.heartbeat();

      assertThat(untilTheEnd(in)).isEqualTo("0");
      assertThat(hub.isWatched()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic b3R0bzpvdHRlcg==", "Bearer b3R0-of-sixteen-or-more"})
  void howeverTheHostKnewThem(String authorization) throws Exception {
    try (var socket = new Caller(server.port()).connect()) {
      var in = open(socket, "Authorization: " + authorization);
      untilHeartbeat(in);
      untilHeartbeat(in);
      host.set(Later.LOGGED_OUT::caller);
      hub.heartbeat();

      assertThat(untilTheEnd(in)).isEqualTo("0");
    }
  }

  @Test
  void aStreamGoesOnForWhomTheHostKnowsAndEndsForNobodyElse() throws Exception {
    try (var socket = new Caller(server.port()).connect();
        var other = new Caller(server.port()).connect()) {
      var in = open(socket, "Cookie: shop_session=b3R0; theme=dark");
      var out = open(other, "Cookie: shop_session=b3R0; theme=light");
      untilHeartbeat(in);
      untilHeartbeat(out);
      host.set(
          request ->
              otto(request).filter(known -> request.header("Cookie").orElse("").contains("dark")));
      untilHeartbeat(in);

      assertThat(untilTheEnd(out)).isEqualTo("0");
      untilHeartbeat(in);
      assertThat(hub.isWatched()).isTrue();
    }
  }

  private static BufferedReader open(Socket socket, String header) throws IOException {
    var request = "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    socket.getOutputStream().flush();
    var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    until(reader, "retry: 3000");
    return reader;
  }

  private void untilHeartbeat(BufferedReader in) throws IOException {
    hub.heartbeat();
    until(in, "event: heartbeat");
  }

  private static void until(BufferedReader in, String wanted) throws IOException {
    var line = in.readLine();
    while (!wanted.equals(line)) {
      assertThat(line).as("a line of the stream").isNotNull();
      line = in.readLine();
    }
  }

  /** The size of the last chunk, which has nothing in it. */
  private static String untilTheEnd(BufferedReader in) throws IOException {
    var line = in.readLine();
    while (line != null && !line.equals("0")) {
      line = in.readLine();
    }
    return String.valueOf(line);
  }
}
