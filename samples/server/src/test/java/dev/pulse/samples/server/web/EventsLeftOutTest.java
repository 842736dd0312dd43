package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsLeftOutTest {
  private static final Pattern DROPPED =
      Pattern.compile("data: \\{\"events\":\\{\"outcome\":([0-9]+)}}");
  private static final int PIECES = 200;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void whoDoesNotKeepUpHearsHowManyEventsWereLeftOut() throws Exception {
    var hub = hub(Duration.ofHours(1));
    try (var server = server(hub);
        var reader = read(server)) {
      assertThat(until(reader, "retry:")).isEqualTo("retry: 3000");
      var large = "x".repeat(20_000);
      int sent = 0;
      while (leftOut() < 100) {
        hub.publish("outcome", String.valueOf(++sent), large);
      }

      int heard = 0;
      int dropped = 0;
      // Once there is room again, the next event brings the number of those that are missing.
      boolean asked = false;
      while (heard + dropped < sent) {
        var line = reader.readLine();
        if (line.startsWith("id: ")) {
          heard++;
        } else if (line.equals("event: dropped")) {
          var told = DROPPED.matcher(reader.readLine());
          assertThat(told.matches()).isTrue();
          dropped += Integer.parseInt(told.group(1));
        }
        if (!asked && heard > PIECES / 2) {
          double before = leftOut();
          hub.publish("outcome", String.valueOf(++sent), "small");
          // Where the server is behind there is no room yet, and one more that is missing.
          asked = leftOut() == before;
        }
      }

      assertThat(heard + dropped).isEqualTo(sent);
      assertThat(dropped).isGreaterThanOrEqualTo(100).isEqualTo((int) leftOut());
      assertThat(until(reader, "data: ")).isEqualTo("data: \"small\"");
    }
  }

  @Test
  void tenThousandOutcomesAtOnceReachWhoReads() throws Exception {
    var hub = hub(Duration.ofHours(1));
    try (var server = server(hub);
        var reader = read(server)) {
      assertThat(until(reader, "retry:")).isNotNull();

      hub.publishAll(
          "outcome",
          IntStream.rangeClosed(1, 10_000)
              .mapToObj(id -> new EventHub.Event(String.valueOf(id), List.of(id)))
              .toList());

      for (int id = 1; id <= 10_000; id++) {
        assertThat(until(reader, "id: ")).isEqualTo("id: " + id);
        assertThat(reader.readLine()).isEqualTo("event: outcome");
        assertThat(reader.readLine()).isEqualTo("data: [" + id + "]");
      }
      assertThat(leftOut()).isZero();
    }
  }

  @Test
  void whoTakesNothingAnyMoreIsDropped() throws Exception {
    var hub = hub(Duration.ofMillis(20));
    try (var server = server(hub);
        var socket = listen(server)) {
      assertThat(socket.isConnected()).isTrue();
      var large = "x".repeat(200_000);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();

      while (slow() == 0) {
        hub.publish("outcome", "1", large);
        assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      }

      assertThat(hub.isWatched()).isFalse();
    }
  }

  private EventHub hub(Duration heartbeat) {
    var noon = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));
    return EventHub.leavingOut(5, PIECES, heartbeat, noon, meters, "test");
  }

  private WebServer server(EventHub hub) {
    return WebServer.start(
        "127.0.0.1",
        0,
        new WebServer.Options(
            List.of(),
            Set.of(),
            1000,
            Duration.ofSeconds(2),
            meters,
            List.of(
                new WebServer.Mount(
                    "", routes -> routes.get("/events", request -> hub.open()).closing(hub))),
            write -> {}));
  }

  private Socket listen(WebServer server) throws IOException {
    var socket = new Caller(server.port()).connect();
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (meters.get("pulse.server.event.streams").gauge().value() < 1) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      Thread.onSpinWait();
    }
    return socket;
  }

  private double leftOut() {
    return meters.get("pulse.server.events.left.out").counter().count();
  }

  private double slow() {
    return meters.get("pulse.server.event.streams.dropped").tag("reason", "slow").counter().count();
  }

  private static BufferedReader read(WebServer server) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/events"));
    var stream = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
  }

  private static String until(BufferedReader reader, String beginning) throws IOException {
    var line = reader.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = reader.readLine();
    }
    return line;
  }
}
