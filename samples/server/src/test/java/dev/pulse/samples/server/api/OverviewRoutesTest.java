package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static dev.pulse.samples.server.Watched.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.slo.Objective;
import dev.pulse.core.check.GroupCheck;
import dev.pulse.core.slo.SloCheck;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverviewRoutesTest {
  private final Watched watched = new Watched().withShop().withIdle();
  private final PulseServer server = PulseServer.builder(watched.pulse()).port(0).start();
  private final Caller caller = new Caller(server.port());

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void aCheckIsOneLineWithoutWhatIsAsUsual() {
    watched.pass(Duration.ofSeconds(5));

    var idle = check("idle");
    var shop = check("shop");

    assertThat(idle).isEqualTo(Map.of("name", "idle", "status", "unknown"));
    assertThat(shop)
        .containsEntry("title", "The shop")
        .containsEntry("target", "https://shop.example/")
        .containsEntry("status", "pass")
        .containsEntry("summary", "200 OK")
        .containsEntry("latency_ms", 12.0)
        .containsEntry("last_run_at", "2026-03-01T12:00:00.000Z")
        .containsEntry("labels", Map.of("team", "web"))
        .containsEntry("tags", List.of("front", "money"))
        .containsKey("run_id")
        .doesNotContainKeys("paused", "maintenance", "judges", "open_incidents", "reason");
  }

  @Test
  void whatChangedIsToldNewestFirstAndForAnHourOnly() {
    watched.pass(Duration.ofSeconds(5));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(10));
    watched.shopIs(up(20));
    watched.pass(Duration.ofSeconds(10));

    assertThat(objects(overview().get("changes")))
        .extracting("check", "from", "to", "at")
        .containsExactly(
            tuple("shop", "fail", "pass", "2026-03-01T12:00:20.000Z"),
            tuple("shop", "pass", "fail", "2026-03-01T12:00:10.000Z"));
    assertThat(check("shop")).containsEntry("since", "2026-03-01T12:00:20.000Z");

    watched.pass(Duration.ofHours(2));
    assertThat(objects(overview().get("changes"))).isEmpty();
  }

  @Test
  void theChangesAreAllThereSinceThereAreResults() {
    assertThat(overview().get("changes_since")).isEqualTo(Watched.START.replace("Z", ".000Z"));
    watched.pass(Duration.ofMinutes(20));
    server.close();
    try (var second = PulseServer.builder(watched.pulse()).port(0).start()) {
      var after = overview(new Caller(second.port()));
      assertThat(Instant.parse((String) after.get("changes_since")))
          .isBetween(Instant.parse(Watched.START), Instant.parse(Watched.START).plusSeconds(1));
    }
  }

  @Test
  void theChangesOfTheLastHourAreAllThere() {
    watched.pass(Duration.ofHours(3));

    assertThat(overview().get("changes_since")).isEqualTo("2026-03-01T14:00:00.000Z");
  }

  @Test
  void whatChangedIsKnownAfterARestart() {
    watched.pass(Duration.ofMinutes(90));
    watched.shopIs(down());
    watched.pass(Duration.ofMinutes(10));
    watched.shopIs(up(20));
    watched.pass(Duration.ofMinutes(10));
    watched.shopIs(down());
    watched.pass(Duration.ofMinutes(10));
    var before = overview();
    server.close();

    try (var second = PulseServer.builder(watched.pulse()).port(0).start()) {
      var after = overview(new Caller(second.port()));

      assertThat(objects(after.get("changes")))
          .hasSize(3)
          .isEqualTo(objects(before.get("changes")));
      assertThat(after.get("changes_since")).isEqualTo("2026-03-01T13:00:00.000Z");
      assertThat(objects(after.get("checks")).get(0))
          .containsEntry("since", objects(before.get("checks")).get(0).get("since"));
    }
  }

  @Test
  void aRecoveryIsAChangeAlsoWhereTheFailureIsOlderThanTheHour() {
    watched.shopIs(down());
    watched.pass(Duration.ofMinutes(5));
    watched.pulse().pause("shop");
    watched.pass(Duration.ofHours(3));
    watched.shopIs(up(20));
    watched.pulse().resume("shop");
    watched.pass(Duration.ofMinutes(1));

    var past = past(1_000);

    assertThat(past.changes()).extracting("from", "to").containsExactly(tuple("fail", "pass"));
    assertThat(past.since()).containsOnlyKeys("shop");
  }

  @Test
  void whatOfThePastIsTooMuchToReadIsNotSaidToBeComplete() {
    watched.shopIs(down());
    watched.pass(Duration.ofHours(5));

    assertThat(past(100).completeFrom())
        .isAfter(now().minus(StatusChanges.KEPT))
        .isBeforeOrEqualTo(now());
    assertThat(past(50_000).completeFrom()).isEqualTo(now().minus(StatusChanges.KEPT));
  }

  private PastChanges past(int most) {
    return PastChanges.read(
        watched.pulse().journal(), name -> true, now().minus(StatusChanges.KEPT), now(), most);
  }

  private Instant now() {
    return watched.pulse().clock().instant();
  }

  @Test
  void nobodyKnowsSinceWhenACheckHasAStatusThatItHadBefore() {
    watched.pass(Duration.ofSeconds(5));
    try (var second = PulseServer.builder(watched.pulse()).port(0).start()) {
      watched.pass(Duration.ofSeconds(20));

      var shop = objects(overview(new Caller(second.port())).get("checks")).get(0);

      assertThat(shop).containsEntry("name", "shop").doesNotContainKey("since");
    }
  }

  @Test
  void openIncidentsAreCountedAndTheWorstComeFirst() {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(30));

    var incidents = object(overview().get("incidents"));

    assertThat(incidents).containsEntry("open", 1.0).containsEntry("acknowledged", 0.0);
    assertThat(objects(incidents.get("worst")).get(0)).containsEntry("check", "shop");
    assertThat(check("shop")).containsEntry("open_incidents", 1.0);
  }

  @Test
  void aGroupSaysWhomItJudgesAndAnObjectiveWhatIsLeft() {
    watched
        .pulse()
        .addAll(
            List.of(
                Registration.check("all", GroupCheck.of("shop").build())
                    .schedule(Schedules.every(Duration.ofSeconds(10)))
                    .build(),
                Registration.check("slo", SloCheck.of("shop", Objective.availability(0.99)).build())
                    .title("Three nines")
                    .schedule(Schedules.every(Duration.ofSeconds(10)))
                    .build()));
    watched.pass(Duration.ofMinutes(1));

    assertThat(check("all")).containsEntry("judges", List.of("shop"));
    assertThat(objects(overview().get("budgets")))
        .singleElement()
        .satisfies(
            budget ->
                assertThat(budget)
                    .containsEntry("check", "slo")
                    .containsEntry("title", "Three nines")
                    .containsEntry("objective", 0.99)
                    .containsEntry("remaining_ratio", 1.0)
                    .extractingByKey("burn_rates")
                    .satisfies(rates -> assertThat(object(rates)).containsEntry("1h", 0.0)));
  }

  @Test
  void anAnswerThatIsTheSameIsNotSentTwice() {
    watched.pass(Duration.ofSeconds(5));
    var first = caller.get("/api/v1/overview");
    var tag = first.headers().firstValue("ETag").orElseThrow();

    var same = caller.send(caller.to("/api/v1/overview").header("If-None-Match", tag));
    watched.pulse().pause("shop");
    var changed = caller.send(caller.to("/api/v1/overview").header("If-None-Match", tag));

    assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body()).contains("\"paused\":true");
  }

  @Test
  void theNewestRunsOfSomeChecksAreOneAnswer() {
    watched.pass(Duration.ofSeconds(35));

    var items = runs("{\"checks\":[\"shop\",\"idle\",\"gone\"],\"runs\":2}").get("items");

    assertThat(objects(items)).extracting("check").containsExactly("shop", "idle");
    assertThat(objects(objects(items).get(0).get("runs")))
        .extracting("started_at")
        .containsExactly("2026-03-01T12:00:20.000Z", "2026-03-01T12:00:30.000Z");
  }

  @Test
  void aQuestionForTooMuchIsTheCallersFault() {
    var none = caller.send("POST", "/api/v1/overview/runs", "{\"checks\":[],\"runs\":2}");
    var many = caller.send("POST", "/api/v1/overview/runs", "{\"checks\":[\"a\"],\"runs\":101}");

    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("checks must be a list of 1 to 100 names");
    assertThat(many.statusCode()).isEqualTo(400);
    assertThat(many.body()).contains("runs must be 1 to 100, but is 101");
  }

  /** A check that changes with each run adds more than is remembered. */
  private void turnTooOften() {
    watched
        .pulse()
        .add(
            Registration.check("turns", context -> turned())
                .schedule(Schedules.every(Duration.ofSeconds(1)))
                .build());
    watched.pass(Duration.ofSeconds(StatusChanges.MOST + 100));
  }

  @Test
  void aHundredThousandChangesAreNoMoreThanFiveHundred() {
    var changes = new StatusChanges(watched.pulse().clock());
    watched.pulse().addListener(changes);

    turnTooOften();

    assertThat(changes.lastHour()).hasSize(StatusChanges.MOST);
    assertThat(changes.completeSince())
        .isAfter(watched.pulse().clock().instant().minus(StatusChanges.KEPT));
  }

  @Test
  void aPastThatIsReadLateDoesNotFillTheGapOfWhatWasTooMuch() {
    watched.shopIs(down());
    watched.pass(Duration.ofMinutes(10));
    watched.shopIs(up(20));
    watched.pass(Duration.ofMinutes(10));
    var changes = new StatusChanges(watched.pulse().clock());
    changes.begin(watched.pulse().checks());
    watched.pulse().addListener(changes);
    turnTooOften();
    var before = changes.completeSince();

    changes.remember(watched.pulse().journal());

    assertThat(changes.lastHour()).hasSize(StatusChanges.MOST);
    assertThat(changes.completeSince()).isEqualTo(before);
  }

  private boolean turned;

  private CheckResult turned() {
    turned = !turned;
    return turned ? up(1) : down();
  }

  private Map<String, Object> overview() {
    return overview(caller);
  }

  private static Map<String, Object> overview(Caller caller) {
    ReadPast.await();
    return object(caller.get("/api/v1/overview").body());
  }

  private Map<String, Object> check(String name) {
    return objects(overview().get("checks")).stream()
        .filter(check -> check.get("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> runs(String body) {
    return object(caller.send("POST", "/api/v1/overview/runs", body).body());
  }
}
