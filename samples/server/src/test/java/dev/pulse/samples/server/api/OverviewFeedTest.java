package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.EventHub;
import dev.pulse.samples.server.web.WebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewFeedTest {
  private static final Duration BY_HAND = Duration.ZERO;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Watched watched = new Watched().withShop();
  private final EventHub hub =
      new EventHub(5, 50, Duration.ofHours(1), watched.pulse().clock(), meters, "overview");
  private final StatusChanges changes = new StatusChanges(watched.pulse().clock());
  private final OverviewFeed feed =
      new OverviewFeed(
          watched.pulse(),
          hub,
          changes,
          view -> OverviewMapping.row(view, Optional.empty()),
          BY_HAND);
  private final WebServer server =
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
                          routes.get("/events", request -> hub.open()).closing(hub).closing(feed))),
              write -> {}));
  private final InputStream stream;
  private final BufferedReader reader;

  OverviewFeedTest() throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + server.port() + "/events");
    stream =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream())
            .body();
    reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  @BeforeEach
  void listen() throws IOException {
    until("retry");
    watched.pulse().addListener(changes);
    watched.pulse().addListener(feed);
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
    server.close();
    watched.close();
  }

  @Test
  void aCheckIsToldOnceHoweverOftenItRan() throws Exception {
    watched.pass(Duration.ofMinutes(5));
    feed.tell();

    var told = next();

    assertThat(objects(told.get("checks")))
        .singleElement()
        .satisfies(
            check ->
                assertThat(check)
                    .containsEntry("name", "shop")
                    .containsEntry("last_run_at", "2026-03-01T12:05:00.000Z"));
    assertThat(told).doesNotContainKey("incidents");
  }

  @Test
  void aStatusThatChangesAndItsIncidentComeWithIt() throws Exception {
    watched.pass(Duration.ofSeconds(5));
    feed.tell();
    assertThat(next()).containsKey("checks");
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));
    feed.tell();

    var told = next();

    assertThat(objects(told.get("changes")))
        .singleElement()
        .satisfies(change -> assertThat(change).containsEntry("to", "fail"));
    assertThat(object(told.get("incidents"))).containsEntry("open", 1.0);
  }

  @Test
  void whatIsGoneIsToldByName() throws Exception {
    watched.pulse().remove("shop");
    feed.tell();

    var told = next();

    assertThat(told.get("removed")).isEqualTo(List.of("shop"));
    assertThat(objects(told.get("checks"))).isEmpty();
  }

  @Test
  void aPauseOfAnybodyIsSeenBeforeLong() throws Exception {
    feed.tell();
    watched.pulse().pause("shop");
    for (int tick = 0; tick < 10; tick++) {
      feed.tell();
    }

    assertThat(objects(next().get("checks")).get(0)).containsEntry("paused", true);
  }

  @Test
  void manyChecksComeInPortions() throws Exception {
    int many = OverviewFeed.MOST_ROWS + 20;
    for (int i = 0; i < many; i++) {
      watched
          .pulse()
          .add(
              Registration.check("c" + i, context -> CheckResult.pass("ok"))
                  .schedule(Schedules.every(Duration.ofHours(1)))
                  .build());
    }
    watched.pulse().remove("shop");
    feed.tell();

    var first = next();
    var second = next();

    assertThat(objects(first.get("checks"))).hasSize(OverviewFeed.MOST_ROWS);
    assertThat(first.get("removed")).isEqualTo(List.of("shop"));
    assertThat(objects(second.get("checks"))).hasSize(20);
    assertThat(second.get("removed")).isEqualTo(List.of());
  }

  private Map<String, Object> next() throws IOException {
    until("event: changes");
    return object(until("data: ").substring("data: ".length()));
  }

  private String until(String beginning) throws IOException {
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException("the stream ended before " + beginning);
  }
}
