package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.core.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Feature 10: one POST for each begin and each end of an incident, until Slack has it. */
@Timeout(120)
class GuardSlackTest {
  private static final String DOWN = "downtime";

  private final MockWebServer slack = new MockWebServer();
  private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    slack.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            var next = answers.poll();
            return next == null ? answer(200) : next;
          }
        });
    slack.start();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private Rig rig(boolean notifyResolved) {
    var url = Secret.of(slack.url("/services/SECRET").toString());
    return new Rig(Stores.memory(), GuardSlack.route(url, notifyResolved));
  }

  private void answers(int... statuses) {
    for (int status : statuses) {
      answers.add(answer(status));
    }
  }

  private static MockResponse answer(int status) {
    return new MockResponse.Builder().code(status).body(status == 200 ? "ok" : "no").build();
  }

  /** The bodies that have arrived, each of a POST of JSON. */
  private List<Map<?, ?>> posted() throws Exception {
    var bodies = new ArrayList<Map<?, ?>>();
    var request = slack.takeRequest(0, TimeUnit.SECONDS);
    while (request != null) {
      assertThat(request.getMethod()).isEqualTo("POST");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
      bodies.add(GuardJson.object(request.getBody().utf8()).orElseThrow());
      request = slack.takeRequest(0, TimeUnit.SECONDS);
    }
    return bodies;
  }

  private List<String> texts() throws Exception {
    return posted().stream().map(body -> String.valueOf(body.get("text"))).toList();
  }

  @Test
  void theBeginAndTheEndAreOnePostEach() throws Exception {
    try (var rig = rig(true)) {
      rig.create("a<b & c", "o");
      rig.play("a<b & c", "F F F o o o o o");

      var posts = posted();
      assertThat(posts).hasSize(2);
      assertThat(posts.get(0).get("text")).isEqualTo("Incident started: a&lt;b &amp; c - downtime");
      assertThat(posts.get(0).get("attachments"))
          .isEqualTo(
              List.of(
                  Map.of(
                      "color",
                      "danger",
                      "title",
                      "a&lt;b &amp; c - downtime",
                      "text",
                      "failures=3 status_code=503",
                      "footer",
                      "PulseGuard")));
      assertThat(posts.get(1).get("text"))
          .isEqualTo("Incident resolved: a&lt;b &amp; c - downtime");
      assertThat(posts.get(1).get("attachments"))
          .isEqualTo(
              List.of(
                  Map.of(
                      "color",
                      "good",
                      "title",
                      "a&lt;b &amp; c - downtime",
                      "text",
                      "failures=3 status_code=503 closed=recovered",
                      "footer",
                      "PulseGuard")));
      assertThat(rig.registry.scrape())
          .contains("pulseguard_notifications_total{channel=\"slack\",result=\"delivered\"} 2.0")
          .contains("pulseguard_notifications_total{channel=\"slack\",result=\"failed\"} 0.0");
    }
  }

  @Test
  void aSecondIncidentOfTheKindIsToldLikeTheFirst() throws Exception {
    try (var rig = rig(true)) {
      rig.create("shop", "o");
      rig.play("shop", "F F F o o F F F o o");

      assertThat(texts())
          .containsExactly(
              "Incident started: shop - " + DOWN,
              "Incident resolved: shop - " + DOWN,
              "Incident started: shop - " + DOWN,
              "Incident resolved: shop - " + DOWN);
    }
  }

  @Test
  void aFailureOfSlackIsTriedAgainAndDeliveredOnce() throws Exception {
    answers(500, 200);
    try (var rig = rig(true)) {
      rig.create("shop", "o");
      rig.play("shop", "F F F F F F");

      assertThat(texts()).hasSize(2).containsOnly("Incident started: shop - " + DOWN);
      assertThat(rig.registry.scrape())
          .contains("pulseguard_notifications_total{channel=\"slack\",result=\"delivered\"} 1.0")
          .contains("pulseguard_notifications_total{channel=\"slack\",result=\"failed\"} 1.0");
    }
  }

  @Test
  void whatSlackAsksForIsWaited() throws Exception {
    answers.add(new MockResponse.Builder().code(429).setHeader("Retry-After", "600").build());
    try (var rig = rig(true)) {
      var target = rig.create("shop", "o");
      rig.play("shop", "F F F");
      rig.pulse.pause(target.checkName());
      rig.scheduler.advance(Duration.ofSeconds(570));
      assertThat(texts()).hasSize(1);
      rig.scheduler.advance(Duration.ofSeconds(60));
      assertThat(texts()).hasSize(1);
    }
  }

  @Test
  void aRefusalIsFinal() throws Exception {
    answers(404);
    try (var rig = rig(true)) {
      var target = rig.create("shop", "o");
      rig.play("shop", "F F F");
      rig.pulse.pause(target.checkName());
      rig.scheduler.advance(Duration.ofHours(1));

      assertThat(texts()).hasSize(1);
      assertThat(rig.pulse.alerting().dead("slack")).isEqualTo(1);
    }
  }

  @Test
  void whenSlackIsAwayBeginAndEndComeInOrderWhenItReturns() throws Exception {
    answers(500, 500, 500, 500, 200, 200);
    try (var rig = rig(true)) {
      rig.create("shop", "o");
      rig.play("shop", "F F F o o");
      rig.scheduler.advance(Duration.ofHours(6));

      assertThat(texts())
          .hasSize(6)
          .endsWith("Incident started: shop - " + DOWN, "Incident resolved: shop - " + DOWN);
    }
  }

  @Test
  void theEndIsLeftOutWhenNobodyWantsIt() throws Exception {
    try (var rig = rig(false)) {
      rig.create("shop", "o");
      rig.play("shop", "F F F o o o o");

      assertThat(texts()).containsExactly("Incident started: shop - " + DOWN);
    }
  }

  @Test
  void nobodyIsReminded() throws Exception {
    try (var rig = rig(true)) {
      var target = rig.create("shop", "o");
      rig.play("shop", "F F F");
      rig.pulse.pause(target.checkName());
      rig.scheduler.advance(Duration.ofDays(400));

      assertThat(texts()).hasSize(1);
    }
  }

  @Test
  void aTargetThatIsDeletedIsToldUnderItsName() throws Exception {
    try (var rig = rig(true)) {
      var target = rig.create("shop", "o");
      rig.play("shop", "F F F");
      rig.guard.delete(target.id());
      rig.scheduler.advance(Duration.ofMinutes(1));

      assertThat(posted().get(1).toString())
          .contains("Incident resolved: shop - downtime", "closed=deleted");
    }
  }
}
