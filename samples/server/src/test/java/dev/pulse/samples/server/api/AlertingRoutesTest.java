package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static dev.pulse.samples.server.Watched.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.config.Secret;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.TimeInterval;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Role;
import dev.pulse.testkit.RecordingNotifier;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingRoutesTest {
  private static final Duration LATER = Duration.ofMinutes(1);

  private final RecordingNotifier ops = new RecordingNotifier();
  private final RecordingNotifier pager = new RecordingNotifier();
  private final Watched watched = new Watched(this::route).withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse())
          .port(0)
          .token(token("ada", Role.ADMIN))
          .token(token("otto", Role.OPERATOR))
          .token(token("vera", Role.VIEWER))
          .start();
  private final Caller caller = new Caller(server.port());

  private static AccessToken token(String name, Role role) {
    return new AccessToken(name, role, Secret.of("secret-of-" + name));
  }

  private void route(Pulse.Builder pulse) {
    pulse
        .route(
            Route.to(Channel.of("ops", ops))
                .groupBy("check")
                .child(
                    Route.to(
                            Channel.of("pager", pager)
                                .stormCap(5, Duration.ofMinutes(1))
                                .maxAge(Duration.ofMinutes(10)))
                        .matching("severity=\"critical\"", "team=~\"web|shop\"")
                        .muteDuring("mondays", TimeInterval.always().weekdays(DayOfWeek.MONDAY))
                        .groupWait(Duration.ofSeconds(5))
                        .escalateAfter(Duration.ofHours(2), Channel.of("boss", ops))
                        .continuing())
                .child(Route.to().matching("team=\"web\"")))
        .inhibit(
            new Inhibition(
                List.of(Matcher.equal("severity", "critical")),
                List.of(Matcher.equal("severity", "info")),
                Set.of("check")));
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  /** An open incident of the shop. */
  private long incident() {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(20));
    return watched.pulse().check("shop").orElseThrow().openIncidents().get(0).id();
  }

  @Nested
  class Alerts {
    @Test
    void whatIsBadButNotYetForLongEnoughIsPending() {
      watched.shopIs(down());
      watched.pass(Duration.ofSeconds(10));

      assertThat(vera("GET", "/alerts", "").body())
          .contains(
              "\"items\":[],\"pending\":[{\"check\":\"shop\",\"rule\":\"downtime\",\"since\":")
          .contains("\"seen\":1,\"after\":2,\"not_before\":");
      watched.pass(Duration.ofSeconds(10));
      assertThat(vera("GET", "/alerts", "").body()).contains("\"pending\":[]");
    }

    @Test
    void thoseThatFireAreListed() {
      assertThat(items("/alerts")).isEmpty();
      long id = incident();

      assertThat(items("/alerts"))
          .singleElement()
          .satisfies(
              alert ->
                  assertThat(alert)
                      .contains(
                          entry("incident", (double) id),
                          entry("check", "shop"),
                          entry("rule", "downtime"),
                          entry("severity", "critical"),
                          entry("frequency", "immediate"))
                      .doesNotContainKey("acknowledgement"))
          .satisfies(
              alert ->
                  assertThat(object(alert.get("labels")))
                      .contains(
                          entry("alertname", "downtime"),
                          entry("severity", "critical"),
                          entry("team", "web")));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '#',
        value = {
          "severity=\"critical\"#1",
          "{severity=\"critical\",check=~\"sh.*\"}#1",
          "severity=critical, team=web#1",
          "check=~\"sh\"#0",
          "severity!=\"critical\"#0",
          "none=\"\"#1",
          "none!=\"\"#0",
          "team!~\"a,b|c\"#1",
        })
    void aFilterSelects(String filter, int count) {
      incident();

      assertThat(items("/alerts?filter=" + encoded(filter))).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "severity",
          "a=\"b",
          "check=~\"(\"",
          "check=~\"(?=a)\"",
          "a=b,,c=d",
          "{",
          "a=~\"(x{1000}){1000}\""
        })
    void aFilterThatIsNoneIsTheCallersFault(String filter) {
      var answer = vera("GET", "/alerts?filter=" + encoded(filter), "");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(object(answer.body())).containsEntry("parameter", "filter");
    }
  }

  @Nested
  class Incidents {
    @Test
    void somebodyTakesOneOverByName() {
      long id = incident();

      var answer = otto("POST", "/incidents/" + id + "/acknowledge", "{\"comment\":\" on it \"}");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(object(object(answer.body()).get("acknowledgement")))
          .contains(entry("by", "otto"), entry("comment", "on it"));
      assertThat(object(items("/alerts").get(0).get("acknowledgement")))
          .containsEntry("by", "otto");
      assertThat(timeline(answer)).contains("acknowledged by otto: on it");
    }

    @Test
    void nothingNeedsToBeSaid() {
      long id = incident();

      var answer = otto("POST", "/incidents/" + id + "/acknowledge", "");

      assertThat(object(object(answer.body()).get("acknowledgement")))
          .containsEntry("by", "otto")
          .doesNotContainKey("comment");
    }

    @Test
    void commentsAreInTheTimeline() {
      long id = incident();

      var answer = otto("POST", "/incidents/" + id + "/comment", "{\"comment\":\"<b>disk\"}");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(timeline(answer)).contains("otto: <b>disk");
    }

    @ParameterizedTest
    @CsvSource({
      "severity=critical, 1",
      "severity=warning, 0",
      "filter=team=web, 1",
      "filter=check=~sh.*&severity=critical, 1",
      "filter=team=shop, 0",
      "text=SHOP, 1",
      "text=SHOP&open=false, 0",
      "text=nothing, 0",
    })
    void areFoundByWhatTheyHave(String wish, int found) {
      incident();

      var query = wish.replace("team=", "team%3D").replace("check=~", "check%3D~");

      assertThat(items("/incidents?" + query)).hasSize(found);
    }

    @Test
    void whatIsFoundComesPageByPage() {
      long first = incident();
      otto("POST", "/incidents/" + first + "/resolve", "");
      watched.shopIs(up(1));
      watched.pass(LATER);
      long second = incident();

      var page = object(vera("GET", "/incidents?text=shop&limit=1", "").body());

      assertThat(objects(page.get("items"))).extracting("id").containsExactly((double) second);
      var next = ((Double) page.get("next")).longValue();
      assertThat(items("/incidents?text=shop&limit=1&before=" + next))
          .extracting("id")
          .containsExactly((double) first);
    }

    @Test
    void oneIsClosedByHandWithAReason() {
      long id = incident();

      var answer = otto("POST", "/incidents/" + id + "/resolve", "{\"comment\":\"planned\"}");

      assertThat(object(answer.body()))
          .contains(entry("open", false), entry("resolution", "resolved by otto"));
      assertThat(timeline(answer))
          .containsSubsequence("otto: planned", "resolved: resolved by otto");
      assertThat(items("/alerts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledge", "comment", "resolve"})
    void oneThatIsOverStaysAsItIs(String verb) {
      long id = incident();
      otto("POST", "/incidents/" + id + "/resolve", "");

      var answer = otto("POST", "/incidents/" + id + "/" + verb, "{\"comment\":\"late\"}");

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(vera("GET", "/incidents/" + id, "").body()).doesNotContain("late");
    }

    @Test
    void oneWithAFullTimelineCanStillBeClosed() {
      long id = incident();
      for (int i = 0; incidentOf(id).timeline().size() < 1_000; i++) {
        assertThat(watched.pulse().alerting().comment(id, "otto", "line " + i)).isPresent();
      }

      var refused = otto("POST", "/incidents/" + id + "/comment", "{\"comment\":\"more\"}");

      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("takes no more");
      assertThat(otto("POST", "/incidents/" + id + "/resolve", "").statusCode()).isEqualTo(200);
    }

    private Incident incidentOf(long id) {
      return watched.pulse().incidents().find(id).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledge", "comment", "resolve"})
    void oneThatNeverWasIsNotFound(String verb) {
      for (var id : List.of("1", "0", "x", "99999999999999999999")) {
        assertThat(
                otto("POST", "/incidents/" + id + "/" + verb, "{\"comment\":\"a\"}").statusCode())
            .as(id)
            .isEqualTo(404);
      }
    }

    @Test
    void whatIsSaidIsBoundedAndOnOneLine() {
      long id = incident();
      for (var body :
          List.of(
              "{\"comment\":\"a\\nb\"}",
              "{\"comment\":\"" + "x".repeat(1001) + "\"}",
              "{\"comment\":\"\"}",
              "{\"comment\":null}",
              "{\"by\":\"the boss\",\"comment\":\"a\"}",
              "[]",
              "{")) {
        var answer = otto("POST", "/incidents/" + id + "/comment", body);
        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(answer.body()).as(body).hasSizeLessThan(900);
      }
    }

    @Test
    void explainTellsWhatHappenedOnTheWay() {
      long id = incident();
      watched.pass(LATER);

      var answer = vera("GET", "/incidents/" + id + "/explain", "");

      assertThat(answer.statusCode()).isEqualTo(200);
      var explanation = object(answer.body());
      assertThat(explanation).containsEntry("incident", (double) id);
      assertThat((String) explanation.get("sentence")).contains("ops");
      assertThat(objects(explanation.get("steps")))
          .extracting(step -> step.get("stage"))
          .contains("check", "rule", "route");
      assertThat(vera("GET", "/incidents/1/explain", "").statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class Silences {
    @Test
    void aSilenceCarriesWhoWantedItAndKeepsItsPromise() {
      var answer =
          otto(
              "POST",
              "/silences",
              "{\"matchers\":[\"team=~\\\"w.*\\\"\"],\"duration\":\"2h\",\"comment\":\"moving\"}");

      assertThat(answer.statusCode()).isEqualTo(201);
      var silence = object(answer.body());
      assertThat(silence)
          .contains(
              entry("state", "active"),
              entry("matchers", List.of("team=~\"w.*\"")),
              entry("starts_at", "2026-03-01T12:00:00.000Z"),
              entry("ends_at", "2026-03-01T14:00:00.000Z"),
              entry("created_by", "otto"),
              entry("comment", "moving"))
          .doesNotContainKey("recurrence");
      var place = "/silences/" + silence.get("id");
      assertThat(answer.headers().firstValue("Location")).contains("/api/v1" + place);
      assertThat(object(vera("GET", place, "").body())).isEqualTo(silence);
      assertThat(items("/silences")).containsExactly(silence);

      incident();
      watched.pass(LATER);
      assertThat(ops.delivered()).isEmpty();

      assertThat(otto("DELETE", place, "").statusCode()).isEqualTo(204);
      assertThat(object(vera("GET", place, "").body())).containsEntry("state", "expired");
      watched.pass(Duration.ofMinutes(10));
      assertThat(ops.delivered()).extracting(Notification::kind).contains(Notification.Kind.FIRST);
    }

    @Test
    void oneThatHasNotBegunIsGoneWhenItIsTakenBack() {
      var answer =
          otto(
              "POST",
              "/silences",
              "{\"matchers\":[\"a=b\"],\"starts_at\":\"2026-03-02T00:00:00Z\","
                  + "\"ends_at\":\"2026-03-30T00:00:00+01:00\",\"recurrence\":"
                  + "{\"cron\":\"0 22 * * 6\",\"length\":\"4h\",\"zone\":\"Europe/Berlin\"}}");

      var silence = object(answer.body());
      assertThat(silence)
          .contains(entry("state", "pending"), entry("ends_at", "2026-03-29T23:00:00.000Z"))
          .doesNotContainKey("comment");
      assertThat(object(silence.get("recurrence")))
          .contains(
              entry("cron", "0 22 * * 6"),
              entry("length_seconds", 14_400.0),
              entry("zone", "Europe/Berlin"));
      assertThat(otto("DELETE", "/silences/" + silence.get("id"), "").statusCode()).isEqualTo(204);
      assertThat(vera("GET", "/silences/" + silence.get("id"), "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "{}",
          "{'matchers':[],'duration':'1h'}",
          "{'matchers':['a'],'duration':'1h'}",
          "{'matchers':[null],'duration':'1h'}",
          "{'matchers':['a=~(']  ,'duration':'1h'}",
          "{'matchers':['a=~(x{1000}){1000}'],'duration':'1h'}",
          "{'matchers':['a=b']}",
          "{'matchers':['a=b'],'duration':'soon'}",
          "{'matchers':['a=b'],'duration':'0s'}",
          "{'matchers':['a=b'],'duration':'1h','ends_at':'2027-01-01T00:00:00Z'}",
          "{'matchers':['a=b'],'ends_at':'2026-02-01T00:00:00Z'}",
          "{'matchers':['a=b'],'ends_at':'tomorrow'}",
          "{'matchers':['a=b'],'starts_at':'2027-01-02T00:00:00Z','ends_at':'2027-01-01T00:00:00Z'}",
          "{'matchers':['a=b'],'duration':'1h','recurrence':{}}",
          "{'matchers':['a=b'],'duration':'1h','recurrence':{'cron':'x','length':'1h'}}",
          "{'matchers':['a=b'],'duration':'1h','recurrence':{'cron':'0 1 * * *','length':'1s'}}",
          "{'matchers':['a=b'],'duration':'1h','recurrence':{'cron':'0 1 * * *','length':'1h','zone':'Moon'}}",
          "{'matchers':['a=','b!=c'],'duration':'1h'}",
          "{'matchers':['a=b'],'duration':'1h','created_by':'boss'}",
          "{'matchers':['a=b'],'duration':'1h','comment':'a\\u0000'}",
        })
    void whatIsNoSilenceIsRefusedAndNothingIsKept(String body) {
      var answer = otto("POST", "/silences", body.replace('\'', '"'));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(object(answer.body())).containsKey("detail");
      assertThat(items("/silences")).isEmpty();
    }

    @Test
    void oneThatNeverWasIsNotFound() {
      assertThat(vera("GET", "/silences/x", "").statusCode()).isEqualTo(404);
      assertThat(otto("DELETE", "/silences/x", "").statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class Maintenance {
    @Test
    void announcedWorkOpensNoIncidentUntilItIsEnded() {
      var answer =
          otto(
              "POST",
              "/maintenance",
              "{\"name\":\"new disks\",\"text\":\" Orders wait.\\r\\nSorry! \",\"duration\":\"3h\","
                  + "\"checks\":[\"shop\"],\"tags\":[\"money\"]}");

      assertThat(answer.statusCode()).isEqualTo(201);
      var work = object(answer.body());
      assertThat(work)
          .contains(
              entry("name", "new disks"),
              entry("text", "Orders wait.\nSorry!"),
              entry("state", "active"),
              entry("checks", List.of("shop")),
              entry("tags", List.of("money")),
              entry("created_by", "otto"));
      assertThat(items("/maintenance")).containsExactly(work);
      watched.shopIs(down());
      watched.pass(LATER);
      assertThat(items("/alerts")).isEmpty();

      assertThat(otto("DELETE", "/maintenance/" + work.get("id"), "").statusCode()).isEqualTo(204);
      watched.pass(LATER);
      assertThat(items("/alerts")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'duration':'1h'}",
          "{'name':' ','duration':'1h'}",
          "{'name':'a'}",
          "{'name':'a','duration':'1h','checks':['shp']}",
          "{'name':'a','duration':'1h','checks':[]}",
          "{'name':'a','duration':'1h','checks':[null]}",
          "{'name':'a','duration':'1h','tags':['none']}",
          "{'name':'a','to':'2026-02-01T00:00:00Z'}",
          "{'name':'a','duration':'1h','text':'bell \\u0007'}",
          "{'name':'a','duration':'1h','recurrence':{'cron':'x','length':'1h'}}",
        })
    void whatIsNoWorkIsRefusedAndNothingIsKept(String body) {
      var answer = otto("POST", "/maintenance", body.replace('\'', '"'));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(items("/maintenance")).isEmpty();
      assertThat(otto("DELETE", "/maintenance/x", "").statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class Routing {
    @Test
    void theTreeIsShownWithoutWhatNotifiersKnow() {
      var routing = object(vera("GET", "/routes", "").body());

      var root = object(routing.get("route"));
      assertThat(root).contains(entry("channels", List.of("ops")), entry("continue", false));
      var critical = objects(root.get("routes")).get(0);
      assertThat(critical)
          .contains(
              entry("matchers", List.of("severity=\"critical\"", "team=~\"web|shop\"")),
              entry("channels", List.of("pager")),
              entry("continue", true),
              entry("group_wait_ms", 5_000.0),
              entry("mute_times", List.of("mondays")),
              entry("escalation", Map.of("after_ms", 7_200_000.0, "channels", List.of("boss"))))
          .doesNotContainKeys("group_by", "repeat_interval_ms");
      assertThat(objects(routing.get("channels")))
          .extracting(channel -> channel.get("name"))
          .containsExactlyInAnyOrder("ops", "pager", "boss");
      assertThat(objects(routing.get("channels")))
          .filteredOn("name", "pager")
          .singleElement()
          .satisfies(
              channel ->
                  assertThat(channel)
                      .contains(
                          entry("storm_cap", Map.of("messages", 5.0, "per_ms", 60_000.0)),
                          entry("max_age_ms", 600_000.0)));
    }

    @Test
    void labelsLeadToTheirDestinations() {
      var answer =
          vera(
              "POST",
              "/routes/test",
              "{\"labels\":{\"severity\":\"critical\",\"team\":\"web\",\"check\":\"shop\"}}");

      assertThat(objects(object(answer.body()).get("items")))
          .extracting(each -> each.get("channels"), each -> each.get("group"))
          .containsExactly(
              tuple(List.of("pager"), Map.of("check", "shop")),
              tuple(List.of("ops"), Map.of("check", "shop")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "{}", "{'labels':{'a-b':'c'}}", "{'labels':{'a':null}}", "{'labels':['a']}"})
    void labelsThatAreNoneAreTheCallersFault(String body) {
      assertThat(vera("POST", "/routes/test", body.replace('\'', '"')).statusCode()).isEqualTo(400);
    }

    @Test
    void aChannelIsTriedOut() {
      var answer = otto("POST", "/channels/pager/test", "");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(object(answer.body())).containsEntry("channel", "pager");
      assertThat(pager.delivered())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Notification.Kind.TEST));
      assertThat(ops.delivered()).isEmpty();
    }

    @Test
    void aReceiverThatRefusesIsToldAsSuch() {
      pager.refuseNext();

      var answer = otto("POST", "/channels/pager/test", "");

      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(object(answer.body()))
          .contains(
              entry("title", "Not delivered"),
              entry("type", "urn:problem-type:pulse:not-delivered"));
      assertThat(otto("POST", "/channels/none/test", "").statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class Outbox {
    @Test
    void messagesAreListedByWhatBecameOfThem() {
      ops.failNext(1);
      incident();
      watched.pass(Duration.ofSeconds(30));

      var waiting = items("/outbox");
      watched.pass(LATER);

      assertThat(waiting)
          .filteredOn("channel", "ops")
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains(entry("state", "pending"), entry("kind", "first"))
                      .containsKeys("id", "decided_at", "incidents"));
      assertThat(items("/outbox")).isEmpty();
      var delivered = items("/outbox?state=delivered");
      assertThat(delivered).extracting(message -> message.get("channel")).contains("ops", "pager");
      var page = object(vera("GET", "/outbox?state=delivered&limit=1", "").body());
      var next =
          object(vera("GET", "/outbox?state=delivered&before=" + page.get("next"), "").body());
      var both = new ArrayList<>(objects(page.get("items")));
      both.addAll(objects(next.get("items")));
      assertThat(both).isEqualTo(delivered);
    }

    @Test
    void whatWasGivenUpIsSentAgainOrForgotten() {
      ops.refuseNext();
      pager.refuseNext();
      incident();
      watched.pass(LATER);
      var dead = items("/outbox?state=dead");
      assertThat(dead).hasSize(2).allSatisfy(each -> assertThat(each).containsKey("failure"));
      var byChannel = dead.stream().filter(each -> each.get("channel").equals("ops")).findFirst();
      var lost = byChannel.orElseThrow().get("id");

      assertThat(otto("POST", "/outbox/" + lost + "/replay", "").statusCode()).isEqualTo(204);
      watched.pass(Duration.ofSeconds(5));
      assertThat(ops.delivered()).extracting(Notification::id).containsExactly((String) lost);

      var other = items("/outbox?state=dead").get(0).get("id");
      assertThat(otto("DELETE", "/outbox/" + other, "").statusCode()).isEqualTo(204);
      assertThat(items("/outbox?state=dead")).isEmpty();
      assertThat(otto("POST", "/outbox/" + other + "/replay", "").statusCode()).isEqualTo(404);
      assertThat(otto("DELETE", "/outbox/" + other, "").statusCode()).isEqualTo(404);
    }

    @Test
    void anUnknownStateIsTheCallersFault() {
      assertThat(vera("GET", "/outbox?state=lost", "").statusCode()).isEqualTo(400);
    }
  }

  @Nested
  class Permission {
    private final List<String> writes =
        List.of(
            "POST /incidents/1/acknowledge",
            "POST /incidents/1/comment",
            "POST /incidents/1/resolve",
            "POST /silences",
            "DELETE /silences/1",
            "POST /maintenance",
            "DELETE /maintenance/1",
            "POST /outbox/1/replay",
            "DELETE /outbox/1",
            "POST /channels/ops/test");

    @Test
    void theDescriptionSaysWhatNeedsAToken() {
      var paths = object(object(vera("GET", "/openapi.json", "").body()).get("paths"));

      for (var write : writes) {
        var parts = write.split(" ", -1);
        var path = parts[1].replace("/1", "/{id}").replace("/ops", "/{name}");
        var operation =
            object(object(paths.get("/api/v1" + path)).get(parts[0].toLowerCase(Locale.ROOT)));
        assertThat(objects(operation.get("security")))
            .as(write)
            .containsExactly(Map.of("bearer", List.of()), Map.of("basic", List.of()));
      }
    }

    @Test
    void viewersWriteNothing() {
      for (var write : writes) {
        var parts = write.split(" ", -1);
        assertThat(vera(parts[0], parts[1], "{}").statusCode()).as(write).isEqualTo(403);
      }
      assertThat(ops.attempts()).isEmpty();
    }

    @Test
    void withoutAnyTokenNobodyDoes() {
      try (var open = PulseServer.builder(watched.pulse()).port(0).start()) {
        for (var write : writes) {
          var parts = write.split(" ", -1);
          var answer = new Caller(open.port()).send(parts[0], "/api/v1" + parts[1], "{}");
          assertThat(answer.statusCode()).as(write).isEqualTo(403);
          assertThat(answer.body()).as(write).contains("server.tokens");
        }
        assertThat(new Caller(open.port()).get("/api/v1/alerts").statusCode()).isEqualTo(200);
        assertThat(
                new Caller(open.port())
                    .send("POST", "/api/v1/routes/test", "{\"labels\":{}}")
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(ops.attempts()).isEmpty();
    }

    @Test
    void whatOperatorsDoIsInTheAuditLogWithItsResult() {
      var place =
          otto("POST", "/silences", "{\"matchers\":[\"a=b\"],\"duration\":\"1h\"}")
              .headers()
              .firstValue("Location")
              .orElseThrow();

      assertThat(objects(object(ask("ada", "GET", "/audit", "").body()).get("items")))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .contains(
                          entry("by", "otto"), entry("status", 201.0), entry("result", place)));
    }
  }

  @Test
  void whatIsOverIsToldAsOver() {
    incident();
    watched.pass(LATER);
    watched.shopIs(up(5));
    watched.pass(Duration.ofMinutes(10));

    assertThat(items("/alerts")).isEmpty();
    assertThat(ops.delivered())
        .extracting(Notification::kind)
        .containsExactly(Notification.Kind.FIRST, Notification.Kind.RESOLVED);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private List<Map<String, Object>> items(String path) {
    var answer = vera("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return objects(object(answer.body()).get("items"));
  }

  private static List<Object> timeline(HttpResponse<String> answer) {
    return objects(object(answer.body()).get("timeline")).stream()
        .map(entry -> entry.get("text"))
        .toList();
  }

  private HttpResponse<String> otto(String method, String path, String body) {
    return ask("otto", method, path, body);
  }

  private HttpResponse<String> vera(String method, String path, String body) {
    return ask("vera", method, path, body);
  }

  private HttpResponse<String> ask(String name, String method, String path, String body) {
    return caller.send(
        caller
            .to("/api/v1" + path)
            .header("Authorization", "Bearer secret-of-" + name)
            .method(method, BodyPublishers.ofString(body)));
  }
}
