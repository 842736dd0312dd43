package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));
  private static final int MAX_CLIENTS = 40;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Socket> sockets = new ArrayList<>();

  /** Without a beat: who is slow to read because the machine is busy is not given up for it. */
  private final EventHub hub;

  private final EventHub beating;
  private final WebServer server;
  private final Caller caller;

  EventHubTest() {
    hub = new EventHub(MAX_CLIENTS, 16, Duration.ofHours(1), NOON, meters, "test");
    beating = new EventHub(MAX_CLIENTS, 16, Duration.ofMillis(250), NOON, meters, "beating");
    server =
        WebServer.start(
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
                        "",
                        routes ->
                            routes
                                .get("/events", request -> hub.open())
                                .get("/beating", request -> beating.open())
                                .get("/other", request -> Response.json(1))
                                .closing(hub)
                                .closing(beating))),
                write -> {}));
    caller = new Caller(server.port());
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void everyClientHearsAnEvent() throws Exception {
    var first = listen();
    var second = listen();

    hub.publish("outcome", "7", Map.of("check", "shop\nfront"));

    for (var reader : List.of(first, second)) {
      assertThat(until(reader, "id: ")).isEqualTo("id: 7");
      assertThat(reader.readLine()).isEqualTo("event: outcome");
      assertThat(reader.readLine()).isEqualTo("data: {\"check\":\"shop\\nfront\"}");
    }
  }

  @Test
  void headersForbidBufferingAndCaching() throws Exception {
    var socket = ask("/events");
    var headers = new ArrayList<String>();
    var reader = reader(socket);
    for (var line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      headers.add(line);
    }

    assertThat(headers)
        .contains("Content-Type: text/event-stream; charset=utf-8", "Cache-Control: no-store")
        .contains("X-Accel-Buffering: no", "X-Content-Type-Options: nosniff");
  }

  @Test
  void headOpensNoStream() {
    assertThat(caller.send("HEAD", "/events", "").statusCode()).isEqualTo(200);
    assertThat(hub.isWatched()).isFalse();
  }

  @Test
  void heartbeatsAreCommentsForProxiesAndEventsForScripts() throws Exception {
    var reader = listen("/beating");

    assertThat(until(reader, ":")).isEqualTo(": heartbeat");
    assertThat(reader.readLine()).isEqualTo("event: heartbeat");
    assertThat(reader.readLine()).isEqualTo("data: {\"at\":\"2026-01-31T12:00:00.000Z\"}");
  }

  @Test
  void moreClientsThanThreadsAreServed() throws Exception {
    var readers = new ArrayList<BufferedReader>();
    for (int i = 0; i < MAX_CLIENTS; i++) {
      readers.add(listen());
    }

    assertThat(caller.get("/other").statusCode()).isEqualTo(200);
    hub.publish("outcome", "1", 1);
    for (var reader : readers) {
      assertThat(until(reader, "id: ")).isEqualTo("id: 1");
    }
  }

  @Test
  void oneClientTooManyIsRefusedAndCounted() throws Exception {
    for (int i = 0; i < MAX_CLIENTS; i++) {
      listen();
    }

    var answer = caller.get("/events");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    assertThat(dropped("too_many")).isEqualTo(1);
  }

  @Test
  void aClientThatDoesNotReadIsDroppedAndDisturbsNobody() throws Exception {
    var quick = listen();
    var slow = ask("/events");
    waitFor(() -> streams() == 2);
    var large = "x".repeat(200_000);

    long id = 0;
    while (dropped("slow") == 0 && id < 10_000) {
      hub.publish("outcome", String.valueOf(++id), large);
      // The quick one has read it: whatever waits now waits for the slow one only.
      assertThat(until(quick, "id: " + id)).isNotNull();
    }

    assertThat(dropped("slow")).isEqualTo(1);
    assertThat(streams()).isEqualTo(1);
    hub.publish("outcome", "last", 1);
    assertThat(until(quick, "id: last")).isNotNull();
    assertThat(endOf(slow)).isTrue();
  }

  @Test
  void clientsThatLeaveAreForgotten() throws Exception {
    listen("/beating");
    assertThat(beating.isWatched()).isTrue();

    sockets.get(0).close();

    waitFor(() -> !beating.isWatched());
    assertThat(dropped("beating", "slow")).isZero();
  }

  @Test
  void closingEndsTheStreams() throws Exception {
    var reader = listen();

    server.close();

    while (reader.readLine() != null) {
      // Heartbeats that were on their way.
    }
    assertThat(hub.isWatched()).isFalse();
  }

  private double streams() {
    return meters.get("pulse.server.event.streams").tag("stream", "test").gauge().value();
  }

  private double dropped(String reason) {
    return dropped("test", reason);
  }

  private double dropped(String stream, String reason) {
    return meters
        .get("pulse.server.event.streams.dropped")
        .tag("stream", stream)
        .tag("reason", reason)
        .counter()
        .count();
  }

  /** Opens a stream and reads up to the first event line, so that the hub knows of it. */
  private BufferedReader listen() throws IOException {
    return listen("/events");
  }

  private BufferedReader listen(String path) throws IOException {
    var reader = reader(ask(path));
    assertThat(until(reader, "retry:")).isEqualTo("retry: 3000");
    return reader;
  }

  private Socket ask(String path) throws IOException {
    var socket = caller.connect();
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String until(BufferedReader reader, String beginning) throws IOException {
    var line = reader.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = reader.readLine();
    }
    return line;
  }

  private static boolean endOf(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      // Reset: that is an end as well.
      return true;
    }
  }

  private static void waitFor(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
