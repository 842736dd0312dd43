package dev.pulse.samples.server.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionStreamTest {
  private static final List<AccessToken> TOKENS =
      List.of(new AccessToken("ada", Role.ADMIN, Secret.of("secret-of-ada")));

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  // It beats when a test says so: whoever takes nothing during some beats is given up.
  private final EventHub hub = new EventHub(5, 50, Duration.ofHours(1), clock, meters, "events");
  private final WebServer server = WebServer.listen("127.0.0.1", 0);
  private final Sessions sessions =
      new Sessions(TOKENS, List.of(), "", server.port(), clock, write -> {});
  private final Caller caller = serve();

  private Caller serve() {
    server.serve(
        new WebServer.Options(
            TOKENS,
            Set.of("/session"),
            1000,
            Duration.ofSeconds(5),
            meters,
            List.of(new WebServer.Mount("", sessions), new WebServer.Mount("", this::events)),
            write -> {},
            Optional.empty(),
            Optional.of(sessions),
            Optional.empty(),
            clock));
    return new Caller(server.port());
  }

  private void events(Routes routes) {
    routes
        .closing(hub)
        .get("/events", request -> hub.open())
        .get(
            "/proof",
            request -> Response.json(Map.of("is", sessions.proof(request).orElseThrow())));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aStreamEndsWithTheSessionThatOpenedIt() throws Exception {
    var cookie = signIn();
    try (var socket = caller.connect()) {
      var in = open(socket.getOutputStream(), socket.getInputStream(), "Cookie: " + cookie);
      untilHeartbeat(in);
      var proof =
          caller.send(caller.to("/proof").header("Cookie", cookie)).body().split("\"", -1)[3];
      var out = caller.to("/session").header("Cookie", cookie).header("X-Pulse-Csrf", proof);
      assertThat(caller.send(out.DELETE()).statusCode()).isEqualTo(204);
      hub.heartbeat();

      assertThat(untilTheEnd(in)).isEqualTo("0");
      assertThat(hub.isWatched()).isFalse();
    }
  }

  @Test
  void aStreamEndsWhenItsSessionIsTooOldHoweverLongItIsOpen() throws Exception {
    var cookie = signIn();
    try (var socket = caller.connect()) {
      var in = open(socket.getOutputStream(), socket.getInputStream(), "Cookie: " + cookie);
      untilHeartbeat(in);
      clock.move(Duration.ofHours(12));
      hub.heartbeat();

      assertThat(untilTheEnd(in)).isEqualTo("0");
    }
  }

  @Test
  void aStreamOfATokenGoesOn() throws Exception {
    try (var socket = caller.connect()) {
      var in =
          open(
              socket.getOutputStream(),
              socket.getInputStream(),
              "Authorization: Bearer secret-of-ada");
      untilHeartbeat(in);
      clock.move(Duration.ofDays(30));

      untilHeartbeat(in);
      untilHeartbeat(in);
      assertThat(hub.isWatched()).isTrue();
    }
  }

  private String signIn() {
    var answer =
        caller.send(
            caller
                .to("/session")
                .header("X-Pulse-Csrf", "1")
                .POST(BodyPublishers.ofString("{\"token\":\"secret-of-ada\"}")));
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private static BufferedReader open(OutputStream out, InputStream in, String header)
      throws Exception {
    out.write(
        ("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n\r\n").getBytes(US_ASCII));
    out.flush();
    var reader = new BufferedReader(new InputStreamReader(in, US_ASCII));
    until(reader, "retry: 3000");
    return reader;
  }

  private void untilHeartbeat(BufferedReader in) throws Exception {
    hub.heartbeat();
    until(in, "event: heartbeat");
  }

  private static void until(BufferedReader in, String wanted) throws Exception {
    var line = in.readLine();
    while (!wanted.equals(line)) {
      assertThat(line).as("a line of the stream").isNotNull();
      line = in.readLine();
    }
  }

  /** The size of the last chunk, which has nothing in it. */
  private static String untilTheEnd(BufferedReader in) throws Exception {
    var line = in.readLine();
    while (line != null && !line.equals("0")) {
      line = in.readLine();
    }
    return String.valueOf(line);
  }
}
