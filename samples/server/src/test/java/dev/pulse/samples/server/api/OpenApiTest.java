package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static dev.pulse.samples.server.Watched.up;
import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.TimeInterval;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.Answers;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.status.StatusPage;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.JsonText;
import dev.pulse.testkit.RecordingNotifier;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description and the server must say the same. */
class OpenApiTest {
  private static final Secret TOKEN = Secret.of("the-token-of-the-server");

  private final RecordingNotifier ops = new RecordingNotifier();
  private final Watched watched = new Watched(this::route).withShop().withIdle().withRack();
  private final PulseServer server =
      PulseServer.builder(watched.pulse())
          .port(0)
          .apiToken(TOKEN)
          .statusPage(StatusPage.builder("shop").checks(List.of("shop")).build())
          .start();
  private final Caller caller = new Caller(server.port(), TOKEN.reveal());
  private final DescribedApi api = DescribedApi.of(caller);
  private final Map<String, Object> document = api.document();

  @BeforeEach
  void makeHistory() {
    watched.pulse().add(Registration.check("rich", context -> rich()).build());
    watched.pulse().add(ReportingJob.registration("backup"));
    watched.pass(Duration.ofSeconds(15));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));
    watched.shopIs(up(20));
    watched.pass(Duration.ofSeconds(10));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));
  }

  /** Routes that have everything that routes can have. */
  private void route(Pulse.Builder pulse) {
    var channel = Channel.of("ops", ops).stormCap(9, Duration.ofMinutes(1));
    pulse.route(
        Route.to(channel)
            .child(
                Route.to(Channel.of("pager", ops))
                    .matching("severity=critical")
                    .groupBy("team")
                    .groupWait(Duration.ZERO)
                    .groupInterval(Duration.ofMinutes(1))
                    .repeatInterval(Duration.ofMinutes(1))
                    .activeDuring("always", TimeInterval.always())
                    .escalateAfter(Duration.ofMinutes(5), channel)
                    .continuing())
            .child(Route.to().muteDuring("mondays", TimeInterval.always().weekdays(MONDAY))));
  }

  /** A result that has everything a result can have. */
  private static CheckResult rich() {
    return CheckResult.pass("all of it")
        .withLatency(Duration.ofNanos(1_234_567))
        .withSample(Sample.counter("bytes_total", Labels.of("a", "b"), 7))
        .withSample(Sample.gauge("old", 1.5).at(Instant.parse("2026-01-01T00:00:00Z")))
        .withFindings(
            List.of(Finding.of("pod-1", Status.WARN, "slow").withLabels(Labels.of("n", "s"))))
        .withDetail("k", "v");
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedRouteExists() {
    var served = new TreeSet<String>();
    for (String route : server.routes()) {
      // The dashboard and the status pages are no part of the interface.
      if (!route.equals("GET /")
          && !route.endsWith(" /session")
          && !route.startsWith("GET /assets/")
          && !route.startsWith("GET /status")
          && !route.startsWith("GET /dashboard")) {
        served.add(route);
      }
    }

    assertThat(api.routes()).isEqualTo(served).hasSize(40);
  }

  @Test
  void everyAnswerHasExactlyTheDescribedForm() {
    var answers = new TreeMap<String, List<HttpResponse<String>>>();
    answers.put("listChecks", gets("/api/v1/checks", "/api/v1/checks?recent=3"));
    answers.put(
        "getCheck",
        gets(
            "/api/v1/checks/shop",
            "/api/v1/checks/idle",
            "/api/v1/checks/rich",
            "/api/v1/checks/rack"));
    answers.put(
        "getHistory",
        gets(
            "/api/v1/checks/shop/history?from=-1m&points=4",
            "/api/v1/checks/shop/history?from=-2d&windows=day&zone=Europe/Berlin",
            "/api/v1/checks/idle/history?points=2"));
    answers.put(
        "listOutcomes",
        gets(
            "/api/v1/checks/shop/outcomes?limit=2",
            "/api/v1/checks/rich/outcomes",
            "/api/v1/checks/idle/outcomes"));
    answers.put(
        "exportCheck",
        gets(
            "/api/v1/checks/shop/export",
            "/api/v1/checks/rich/export?format=json",
            "/api/v1/checks/shop/export?format=json&windows=day"));
    answers.put("exportAll", gets("/api/v1/export", "/api/v1/export?format=json&windows=2"));
    answers.put(
        "getSlaReport",
        gets(
            "/api/v1/reports/sla?from=-2m&objective=0.9&group-by=team",
            "/api/v1/reports/sla?from=-2m&exclude=-1m/now/deploy&format=csv",
            "/api/v1/reports/sla?format=html",
            "/api/v1/reports/sla"));
    answers.put("listStatusPages", gets("/api/v1/status-pages", "/api/v1/status-pages?check=shop"));
    answers.put("getOverview", gets("/api/v1/overview"));
    answers.put(
        "askRuns", posts("/api/v1/overview/runs", "{\"checks\":[\"shop\",\"idle\"],\"runs\":3}"));
    answers.put("streamOverview", List.of(caller.send("HEAD", "/api/v1/overview/events", "")));
    answers.put("runCheck", List.of(caller.send("POST", "/api/v1/checks/rich/run", "")));
    answers.put("pauseCheck", List.of(caller.send("POST", "/api/v1/checks/shop/pause", "")));
    answers.put("resumeCheck", List.of(caller.send("POST", "/api/v1/checks/shop/resume", "")));
    answers.put("reportHeartbeat", List.of(report("success", ReportingJob.TOKEN)));
    answers.put(
        "listIncidents",
        gets("/api/v1/incidents", "/api/v1/incidents?limit=1", "/api/v1/incidents?check=none"));
    answers.put("getIncident", gets("/api/v1/incidents/" + id("/api/v1/incidents?open=false")));
    putAlerting(answers);
    answers.put("listAudit", gets("/api/v1/audit", "/api/v1/audit?limit=1"));
    answers.put("getDescription", gets("/api/v1/openapi.json"));
    answers.put("getHealth", gets("/health"));
    answers.put("getMetrics", gets("/metrics"));
    // An answer that never ends is compared in the test of the events.
    answers.put("streamEvents", List.of(caller.send("HEAD", "/api/v1/events", "")));

    answers.forEach(api::judge);
    assertThat(api.asked()).isEqualTo(api.operations("/"));
  }

  private void putAlerting(Map<String, List<HttpResponse<String>>> answers) {
    long open = id("/api/v1/incidents?open=true&check=shop");
    var incident = "/api/v1/incidents/" + open;
    watched.pass(Duration.ofMinutes(2));
    answers.put("acknowledgeIncident", posts(incident + "/acknowledge", "{\"comment\":\"on it\"}"));
    answers.put("commentIncident", posts(incident + "/comment", "{\"comment\":\"disk\"}"));
    answers.put("listAlerts", gets("/api/v1/alerts", "/api/v1/alerts?filter=a=b"));
    answers.put("explainIncident", gets(incident + "/explain"));
    ops.refuseNext();
    answers.put(
        "testChannel",
        List.of(
            caller.send("POST", "/api/v1/channels/ops/test", ""),
            caller.send("POST", "/api/v1/channels/ops/test", "")));
    answers.put("getRoutes", gets("/api/v1/routes"));
    answers.put(
        "testRoutes", posts("/api/v1/routes/test", "{\"labels\":{\"severity\":\"critical\"}}"));
    var recurrence = ",\"recurrence\":{\"cron\":\"0 1 * * *\",\"length\":\"1h\"}}";
    var silence = "{\"matchers\":[\"a=b\"],\"duration\":\"1h\",\"comment\":\"c\"";
    answers.put("createSilence", posts("/api/v1/silences", silence + "}", silence + recurrence));
    answers.put("listSilences", gets("/api/v1/silences"));
    var place = location(answers.get("createSilence"));
    answers.put("getSilence", gets(place));
    answers.put("expireSilence", List.of(caller.send("DELETE", place, "")));
    var work = "{\"name\":\"disks\",\"text\":\"t\",\"duration\":\"1h\",\"checks\":[\"idle\"]";
    answers.put("announceMaintenance", posts("/api/v1/maintenance", work + "}", work + recurrence));
    answers.put("listMaintenance", gets("/api/v1/maintenance"));
    answers.put(
        "endMaintenance",
        List.of(caller.send("DELETE", location(answers.get("announceMaintenance")), "")));
    ops.refuseNext().refuseNext().failNext(1);
    answers.put("resolveIncident", posts(incident + "/resolve", ""));
    watched.pass(Duration.ofMinutes(2));
    answers.put(
        "listMessages",
        gets(
            "/api/v1/outbox",
            "/api/v1/outbox?state=dead",
            "/api/v1/outbox?state=delivered&limit=1"));
    var dead = objects(object(caller.get("/api/v1/outbox?state=dead").body()).get("items"));
    assertThat(dead).hasSize(2);
    answers.put(
        "replayMessage",
        List.of(caller.send("POST", "/api/v1/outbox/" + dead.get(0).get("id") + "/replay", "")));
    answers.put(
        "discardMessage",
        List.of(caller.send("DELETE", "/api/v1/outbox/" + dead.get(1).get("id"), "")));
  }

  private static String location(List<HttpResponse<String>> created) {
    return created.get(0).headers().firstValue("Location").orElseThrow();
  }

  private long id(String list) {
    var items = objects(object(caller.get(list).body()).get("items"));
    return ((Double) items.get(0).get("id")).longValue();
  }

  private List<HttpResponse<String>> posts(String path, String... bodies) {
    return List.of(bodies).stream().map(body -> caller.send("POST", path, body)).toList();
  }

  @Test
  void errorsHaveTheDescribedFormToo() {
    api.judge("getCheck", caller.get("/api/v1/checks/none"));
    api.judge("getCheck", caller.get("/api/v1/checks/shop?x=1"));
    api.judge("getIncident", caller.get("/api/v1/incidents/1"));
    api.judge("reportHeartbeat", report("success", "wrong"));
    api.judge("reportHeartbeat", report("256", ReportingJob.TOKEN));
    api.judge("listChecks", caller.get("/api/v1/checks?recent=x"));
    var over = "/api/v1/incidents/" + id("/api/v1/incidents?open=false") + "/resolve";
    api.judge("resolveIncident", caller.send("POST", over, ""));
    api.judge("getSilence", caller.get("/api/v1/silences/x"));
    api.judge("endMaintenance", caller.send("DELETE", "/api/v1/maintenance/x", ""));
    api.judge("testChannel", caller.send("POST", "/api/v1/channels/x/test", ""));
    api.judge("replayMessage", caller.send("POST", "/api/v1/outbox/x/replay", ""));
    api.judge("createSilence", caller.send("POST", "/api/v1/silences", ""));
    api.judge(
        "pauseCheck",
        caller.send(
            caller
                .to("/api/v1/checks/shop/pause")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())));
  }

  @Test
  void everySchemaIsUsedAndEveryReferenceLeadsSomewhere() {
    var schemas = object(object(document.get("components")).get("schemas")).keySet();
    var used = new TreeSet<String>();
    collectReferences(document, used);

    // What events carry is named in a sentence, because OpenAPI has no words for it.
    var events =
        List.of("OutcomeEvent", "IncidentEvent", "CheckEvent", "HeartbeatEvent", "DroppedEvent");
    used.addAll(events);
    used.add("OverviewChanges");
    assertThat(used).containsExactlyInAnyOrderElementsOf(schemas);
    var sentence =
        String.valueOf(
            object(object(api.operation("streamEvents").get("responses")).get("200"))
                .get("description"));
    assertThat(events).allSatisfy(name -> assertThat(sentence).contains(name));
  }

  @Test
  void eventsHaveTheDescribedForm() {
    var outcome = watched.pulse().journal().latest("rich").orElseThrow();
    var incident = watched.pulse().incidents().list(IncidentQuery.all()).items().get(0);
    var inMaintenance = watched.pulse().journal().latest("rack").orElseThrow();
    check("OutcomeEvent", Mapping.event(outcome));
    check("OutcomeEvent", Mapping.event(inMaintenance));
    assertThat(Mapping.event(inMaintenance).maintenance()).isEqualTo("new disks");
    check("IncidentEvent", new Views.IncidentEvent("opened", Mapping.incident(incident)));
    check("CheckEvent", new Views.CheckEvent("added", "shop"));
    check("DroppedEvent", Map.of("events", Map.of("outcome", 120)));
  }

  private void check(String schema, Object event) {
    var text = JsonText.of(event);
    assertThat(api.problems(schema, Answers.value(text))).as(text).isEmpty();
  }

  private HttpResponse<String> report(String report, String token) {
    return caller.send(
        caller
            .to("/api/v1/heartbeats/backup/" + report)
            .setHeader("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private List<HttpResponse<String>> gets(String... paths) {
    var answers = new ArrayList<HttpResponse<String>>();
    for (String path : paths) {
      answers.add(caller.get(path));
    }
    return answers;
  }

  private static void collectReferences(Object value, Set<String> found) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, one) -> {
            var prefix = "#/components/schemas/";
            if (key.equals("$ref") && String.valueOf(one).startsWith(prefix)) {
              found.add(String.valueOf(one).substring(prefix.length()));
            } else {
              collectReferences(one, found);
            }
          });
    } else if (value instanceof List<?> list) {
      list.forEach(one -> collectReferences(one, found));
    }
  }
}
