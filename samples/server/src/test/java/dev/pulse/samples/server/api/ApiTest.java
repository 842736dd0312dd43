package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static dev.pulse.samples.server.Watched.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private final Watched watched = new Watched().withShop();
  private final PulseServer server = PulseServer.builder(watched.pulse()).port(0).start();
  private final Caller caller = new Caller(server.port());

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void aCheckTellsHowItStands() {
    watched.pass(Duration.ofSeconds(25));

    var check = only(get("/api/v1/checks"));

    assertThat(check)
        .contains(
            entry("name", "shop"),
            entry("title", "The shop"),
            entry("status", "pass"),
            entry("summary", "200 OK"),
            entry("latency_ms", 12.0),
            entry("last_run_at", "2026-03-01T12:00:20.000Z"),
            entry("paused", false),
            entry("running", false),
            entry("target", "https://shop.example/"),
            entry("labels", Map.of("team", "web")),
            entry("tags", List.of("front", "money")),
            entry("schedule", "every 10 s"),
            entry("open_incidents", 0.0))
        .doesNotContainKeys("reason", "recent");
    assertThat(get("/api/v1/checks")).containsEntry("at", "2026-03-01T12:00:25.000Z");
  }

  @Test
  void whatIsNotKnownIsLeftOutAndNotZero() {
    watched.withIdle();

    var check = get("/api/v1/checks/idle");

    assertThat(check)
        .containsEntry("status", "unknown")
        .doesNotContainKeys("latency_ms", "last_run_at", "summary", "reason", "latest");
  }

  @Test
  void aFailureTellsItsReasonAndOpensAnIncident() {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));

    var check = get("/api/v1/checks/shop");

    assertThat(check)
        .containsEntry("status", "fail")
        .containsEntry("reason", "refused")
        .containsEntry("open_incidents", 1.0)
        .doesNotContainKey("latency_ms");
    assertThat(objects(check.get("incidents")).get(0)).containsEntry("rule", "downtime");
    assertThat(objects(check.get("rules")).get(0))
        .containsEntry("name", "downtime")
        .containsEntry("severity", "critical");
    assertThat(object(check.get("latest")))
        .containsEntry("log", List.of("asked"))
        .containsEntry("instance", "test");
  }

  @Test
  void aCheckThatIsBeingWorkedOnSaysSoUntilTheWorkIsOver() {
    watched.withRack();
    watched.pass(Duration.ofMinutes(2));

    assertThat(get("/api/v1/checks/rack"))
        .containsEntry("status", "fail")
        .containsEntry("maintenance", "new disks");
    assertThat(objects(get("/api/v1/checks").get("items")))
        .extracting(check -> check.get("maintenance"))
        .containsExactlyInAnyOrder("new disks", null);

    watched.pass(Duration.ofHours(1));
    assertThat(get("/api/v1/checks/rack")).doesNotContainKey("maintenance");
  }

  @Test
  void aCheckTellsWhatItNeedsAndHowOftenItIsAskedWhileItFails() {
    watched
        .pulse()
        .add(
            Registration.check("cart", context -> CheckResult.pass("ok"))
                .dependsOn("shop")
                .whileFailing(Duration.ofSeconds(5))
                .build());

    assertThat(get("/api/v1/checks/cart"))
        .containsEntry("depends_on", List.of("shop"))
        .containsEntry("while_failing_ms", 5000.0);
    assertThat(get("/api/v1/checks/shop"))
        .containsEntry("depends_on", List.of())
        .doesNotContainKey("while_failing_ms");
  }

  @Test
  void recentRunsAreOldestFirst() {
    watched.pass(Duration.ofSeconds(15));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(10));

    var recent = objects(only(get("/api/v1/checks?recent=2")).get("recent"));

    assertThat(recent).extracting(run -> run.get("status")).containsExactly("pass", "fail");
    assertThat(recent.get(1)).doesNotContainKey("latency_ms");
  }

  @Test
  void anAbsurdLatencyIsTheLongestThatTheStoreKeeps() {
    watched.shopIs(CheckResult.pass("ok").withLatency(Duration.ofDays(200_000)));
    watched.pass(Duration.ofSeconds(10));

    assertThat(only(get("/api/v1/checks?recent=1")))
        .containsEntry("latency_ms", Long.MAX_VALUE / 1e6);
  }

  @Test
  void unknownChecksAreNotFoundAnywhere() {
    for (var path : List.of("", "/history", "/outcomes")) {
      assertNoSuchCheck(caller.get("/api/v1/checks/shops" + path).body());
    }
    for (var path : List.of("/run", "/pause", "/resume")) {
      assertNoSuchCheck(caller.send("POST", "/api/v1/checks/shops" + path, "").body());
    }
  }

  private static void assertNoSuchCheck(String body) {
    assertThat(object(body))
        .containsEntry("status", 404.0)
        .containsEntry("title", "Not found")
        .containsEntry("detail", "There is no check of the name \"shops\".");
  }

  @Test
  void historyIsCutIntoSlicesThatSayHowTheirRunsEnded() {
    watched.pass(Duration.ofSeconds(55));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(65));

    var history = get("/api/v1/checks/shop/history?from=-2m&to=now&points=2");

    assertThat(history)
        .containsEntry("from", "2026-03-01T12:00:00.000Z")
        .containsEntry("to", "2026-03-01T12:02:00.000Z")
        .containsEntry("signal", "latency");
    var slices = objects(history.get("slices"));
    assertThat(slices).hasSize(2);
    assertThat(slices.get(0))
        .contains(
            entry("start", "2026-03-01T12:00:00.000Z"),
            entry("end", "2026-03-01T12:01:00.000Z"),
            entry("runs", Map.of("pass", 6.0)),
            entry("count", 6.0),
            entry("min", 12.0),
            entry("mean", 12.0),
            entry("max", 12.0));
    assertThat(slices.get(1))
        .containsEntry("runs", Map.of("fail", 6.0))
        .doesNotContainKeys("count", "min", "mean", "max");
    assertThat(object(history.get("distribution")))
        .contains(entry("count", 6.0), entry("p95", 12.0));
    assertThat(object(history.get("uptime")))
        .contains(
            entry("up_seconds", 60.0),
            entry("down_seconds", 60.0),
            entry("unknown_seconds", 0.0),
            entry("ratio", 0.5));
  }

  @Test
  void historyWithoutRunsIsUnknownAndNeitherUpNorDown() {
    watched.withIdle();

    var history = get("/api/v1/checks/idle/history?from=-1h&points=3");

    assertThat(object(history.get("uptime")))
        .contains(entry("up_seconds", 0.0), entry("down_seconds", 0.0))
        .containsEntry("unknown_seconds", 3600.0)
        .doesNotContainKey("ratio");
    assertThat(object(history.get("distribution")))
        .isEqualTo(Map.of("count", 0.0, "relative_error", 0.0));
    assertThat(objects(history.get("slices")))
        .hasSize(3)
        .allSatisfy(slice -> assertThat(slice).containsEntry("runs", Map.of()));
  }

  @Test
  void historyReadsTheLastDayInAHundredSlicesUnlessToldOtherwise() {
    var history = get("/api/v1/checks/shop/history");

    assertThat(history).containsEntry("from", "2026-02-28T12:00:00.000Z");
    assertThat(objects(history.get("slices"))).hasSize(100);
  }

  @Test
  void historyReadsSamplesAndFailuresToo() {
    watched.pass(Duration.ofSeconds(1));
    var dns = URLEncoder.encode("phase_seconds{phase=\"dns\"}", StandardCharsets.UTF_8);

    var phases = get("/api/v1/checks/shop/history?signal=" + dns);
    var failures = get("/api/v1/checks/shop/history?to=2026-03-01T14:00:00%2B01:00&from=-1h");

    assertThat(phases).containsEntry("signal", "phase_seconds{phase=\"dns\"}");
    assertThat(object(phases.get("distribution"))).containsEntry("max", 0.002);
    assertThat(failures).containsEntry("to", "2026-03-01T13:00:00.000Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /checks/shop/history?from=yesterday            | from   | such as 2026-01-31T12:00:00Z
          /checks/shop/history?from=-24                  | from   | units s, m, h, d
          /checks/shop/history?from=now                  | from   | before to
          /checks/shop/history?from=-400d                | from   | at most 366 days
          /checks/shop/history?to=%2B100000-01-01T00:00Z | to     | 1970 to 9999
          /checks/shop/history?points=0                  | points | from 1 to 1000
          /checks/shop/history?points=1001               | points | from 1 to 1000
          /checks/shop/history?signal=a-b                | signal | latency, failures
          /checks/shop/history?signal=a%7Bb%3D1%7D       | signal | latency, failures
          /checks/shop/history?point=1                   | point  | from, to, points, windows, zone
          /checks/shop/history?windows=year              | windows| day, week or month
          /checks/shop/history?windows=day&points=3      | points | left out beside windows
          /checks/shop/history?zone=Berlin               | zone   | such as Europe/Berlin
          /checks/shop/history?from=2026-02-30           | from   | such as 2026-01-31
          /checks/shop/outcomes?from=soon                | from   | such as 2026-01-31
          /checks/shop/outcomes?status=passed            | status | pass, warn, unknown, fail
          /checks/shop/outcomes?status=                  | status | pass, warn, unknown, fail
          /checks/shop/outcomes?before=0                 | before | from 1 to
          /checks/shop/outcomes?limit=1001               | limit  | from 1 to 1000
          /checks?recent=101                             | recent | from 0 to 100
          /checks/shop?full=true                         | full   | no parameters
          /incidents?open=1                              | open   | true or false
          /incidents?state=open                          | state  | open, check, severity, filter
          /incidents?severity=high                       | severity | critical, warning or info
          /incidents?filter=%3D                          | filter | matchers such as
          /incidents?text=%20                            | text   | 1 to 200 characters
          /events?since=1                                | since  | no parameters
          """)
  void parametersThatAreNotAllowedAreNamedWithWhatIs(String path, String name, String allowed) {
    var answer = caller.get("/api/v1" + path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(object(answer.body())).containsEntry("parameter", name);
    assertThat(String.valueOf(object(answer.body()).get("detail"))).contains(allowed);
  }

  @Test
  void historyIsCutIntoDaysOfAZone() {
    watched.pass(Duration.ofSeconds(1));

    var history =
        get(
            "/api/v1/checks/shop/history?from=2026-02-28&to=2026-03-02&windows=day"
                + "&zone=Europe/Berlin");

    assertThat(history).containsEntry("from", "2026-02-27T23:00:00.000Z");
    assertThat(objects(history.get("slices")))
        .extracting(
            slice -> slice.get("start"), slice -> slice.get("end"), slice -> slice.get("runs"))
        .containsExactly(
            tuple("2026-02-27T23:00:00.000Z", "2026-02-28T23:00:00.000Z", Map.of()),
            tuple("2026-02-28T23:00:00.000Z", "2026-03-01T23:00:00.000Z", Map.of("pass", 1.0)));
  }

  @Test
  void outcomesCanBeBoundedInTime() {
    watched.pass(Duration.ofSeconds(45));

    var page =
        get("/api/v1/checks/shop/outcomes?from=2026-03-01T12:00:10Z&to=2026-03-01T12:00:30Z");

    assertThat(objects(page.get("items")))
        .extracting(item -> item.get("started_at"))
        .containsExactly("2026-03-01T12:00:20.000Z", "2026-03-01T12:00:10.000Z");
  }

  @Test
  void outcomesComeInPagesNewestFirst() {
    watched.pass(Duration.ofSeconds(45));

    var first = get("/api/v1/checks/shop/outcomes?limit=3");
    long next = ((Double) first.get("next")).longValue();
    var second = get("/api/v1/checks/shop/outcomes?limit=3&before=" + next);

    assertThat(objects(first.get("items")))
        .extracting(outcome -> outcome.get("started_at"))
        .containsExactly(
            "2026-03-01T12:00:40.000Z", "2026-03-01T12:00:30.000Z", "2026-03-01T12:00:20.000Z");
    assertThat(objects(second.get("items")))
        .extracting(outcome -> outcome.get("started_at"))
        .containsExactly("2026-03-01T12:00:10.000Z", "2026-03-01T12:00:00.000Z");
    assertThat(second).doesNotContainKey("next");
  }

  @Test
  void outcomesCanBeNarrowedByStatus() {
    watched.pass(Duration.ofSeconds(15));
    watched.shopIs(CheckResult.warn(Reason.LATENCY, "slow"));
    watched.pass(Duration.ofSeconds(10));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(10));

    var bad = get("/api/v1/checks/shop/outcomes?status=fail,warn");

    assertThat(objects(bad.get("items")))
        .extracting(outcome -> outcome.get("status"))
        .containsExactly("fail", "warn");
  }

  @Test
  void runningNowAnswersWithTheStoredOutcome() {
    watched.pulse().pause("shop");
    watched.shopIs(up(77));

    var answer = caller.send("POST", "/api/v1/checks/shop/run", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(object(answer.body()))
        .containsEntry("latency_ms", 77.0)
        .containsEntry("attempt", 1.0);
    var stored = objects(get("/api/v1/checks/shop/outcomes?limit=1").get("items")).get(0);
    assertThat(stored).isEqualTo(object(answer.body()));
  }

  @Test
  void aRunThatTakesLongerIsAccepted() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (Pulse real = Pulse.builder().start();
        PulseServer slow = PulseServer.builder(real).port(0).start()) {
      real.add(
          Registration.check(
                  "slow",
                  context -> {
                    begun.countDown();
                    go.await();
                    return CheckResult.pass("at last");
                  })
              .build());
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      var answer = new Caller(slow.port()).send("POST", "/api/v1/checks/slow/run?wait=0", "");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(object(answer.body())).isEqualTo(Map.of("check", "slow", "state", "running"));
      assertThat(answer.headers().firstValue("Location")).contains("/api/v1/checks/slow");
      assertThat(object(new Caller(slow.port()).get("/api/v1/checks/slow").body()))
          .containsEntry("running", true);
      go.countDown();
      assertThat(new Caller(slow.port()).send("POST", "/api/v1/checks/slow/run", "").body())
          .contains("at last");
    }
  }

  @Test
  void aRunOfACheckThatIsRemovedMeanwhileIsAConflict() throws Exception {
    var begun = new CountDownLatch(1);
    try (Pulse real = Pulse.builder().start();
        PulseServer slow = PulseServer.builder(real).port(0).start()) {
      real.add(
          Registration.check(
                  "slow",
                  context -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return CheckResult.pass("never");
                  })
              .build());
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      var other = new Caller(slow.port());
      var answer = other.sendLater(other.to("/api/v1/checks/slow/run").POST(noBody()));
      while (!answer.isDone()) {
        // Whether the request arrives before or after the removal is up to the threads.
        real.remove("slow");
        Thread.onSpinWait();
      }

      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isIn(409, 404);
    }
  }

  private static HttpRequest.BodyPublisher noBody() {
    return HttpRequest.BodyPublishers.noBody();
  }

  @Test
  void pausingStopsTheScheduleAndResumingStartsIt() {
    watched.pass(Duration.ofSeconds(5));

    var paused = caller.send("POST", "/api/v1/checks/shop/pause", "");
    watched.pass(Duration.ofSeconds(60));

    assertThat(object(paused.body())).containsEntry("paused", true);
    assertThat(objects(get("/api/v1/checks/shop/outcomes").get("items"))).hasSize(1);

    var resumed = caller.send("POST", "/api/v1/checks/shop/resume", "");
    watched.pass(Duration.ofSeconds(1));

    assertThat(object(resumed.body())).containsEntry("paused", false);
    assertThat(objects(get("/api/v1/checks/shop/outcomes").get("items"))).hasSize(2);
  }

  @Test
  void incidentsAreListedAndFound() {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(25));
    watched.shopIs(up(5));
    watched.pass(Duration.ofSeconds(10));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));

    var all = objects(get("/api/v1/incidents").get("items"));
    var open = objects(get("/api/v1/incidents?open=true&check=shop").get("items"));
    var closed = objects(get("/api/v1/incidents?open=false").get("items"));

    assertThat(all).hasSize(2);
    assertThat(open).containsExactly(all.get(0));
    assertThat(closed).containsExactly(all.get(1));
    assertThat(open.get(0))
        .containsEntry("open", true)
        .doesNotContainKeys("ended_at", "resolution");
    assertThat(closed.get(0))
        .contains(
            entry("open", false),
            entry("started_at", "2026-03-01T12:00:20.000Z"),
            entry("ended_at", "2026-03-01T12:00:30.000Z"),
            entry("resolution", "recovered"),
            entry("severity", "critical"),
            entry("labels", Map.of("team", "web")));
    long id = ((Double) closed.get(0).get("id")).longValue();
    assertThat(get("/api/v1/incidents/" + id)).isEqualTo(closed.get(0));
    var first = get("/api/v1/incidents?limit=1");
    assertThat(objects(first.get("items"))).containsExactly(all.get(0));
    long next = ((Double) first.get("next")).longValue();
    assertThat(objects(get("/api/v1/incidents?limit=1&before=" + next).get("items")))
        .containsExactly(all.get(1));
    assertThat(get("/api/v1/incidents?check=another")).isEqualTo(Map.of("items", List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0", "-1", "abc", "99999999999999999999", "1e3"})
  void incidentsThatAreNotThereAreNotFound(String id) {
    assertThat(caller.get("/api/v1/incidents/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void eventsTellWhatIsStored() throws Exception {
    try (var socket = caller.connect()) {
      socket
          .getOutputStream()
          .write("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(until(reader, "retry")).isNotNull();

      watched.pass(Duration.ofSeconds(5));
      assertThat(until(reader, "event")).isEqualTo("event: outcome");
      assertThat(data(reader)).containsEntry("check", "shop").containsEntry("latency_ms", 12.0);

      watched.shopIs(down());
      watched.pass(Duration.ofSeconds(20));
      assertThat(until(reader, "event: incident")).isNotNull();
      var incident = data(reader);
      assertThat(incident).containsEntry("kind", "opened");
      assertThat(object(incident.get("incident"))).containsEntry("rule", "downtime");

      watched.withIdle();
      assertThat(until(reader, "event: check")).isNotNull();
      assertThat(data(reader)).isEqualTo(Map.of("kind", "added", "check", "idle"));
      watched.pulse().remove("idle");
      assertThat(until(reader, "event: check")).isNotNull();
      assertThat(data(reader)).isEqualTo(Map.of("kind", "removed", "check", "idle"));
    }
  }

  private static Map<String, Object> data(BufferedReader reader) throws Exception {
    return object(until(reader, "data: ").substring("data: ".length()));
  }

  private static String until(BufferedReader reader, String beginning) throws Exception {
    var line = reader.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = reader.readLine();
    }
    return line;
  }

  private Map<String, Object> get(String path) {
    var answer = caller.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return object(answer.body());
  }

  private static Map<String, Object> only(Map<String, Object> list) {
    var items = objects(list.get("items"));
    assertThat(items).hasSize(1);
    return items.get(0);
  }
}
