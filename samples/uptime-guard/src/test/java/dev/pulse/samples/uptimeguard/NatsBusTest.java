package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.LogLines;
import dev.pulse.samples.fakes.Programs;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing on a real nats-server. */
@Timeout(120)
class NatsBusTest {
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Tally tally = new Tally();

  /** Counts, and lets a test wait for what happens on other threads. */
  private static final class Tally implements EventBus.Tally {
    private final List<String> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failed = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void published(String subject) {
      published.add(subject);
    }

    @Override
    public void failed(String subject) {
      failed.add(subject);
    }
  }

  @BeforeEach
  void needsNatsServer() {
    assumeThat(Programs.has("nats-server")).isTrue();
  }

  @Test
  void oneMessageIsPublishedForEachStoredProbeAndIncidentEvent() throws Exception {
    try (var server = NatsServer.started();
        var subscriber = server.connect();
        var rig = new Rig()) {
      var probes = subscribe(subscriber, "probe.results");
      var incidents = subscribe(subscriber, "incidents.*");
      try (var bus = NatsBus.start(NatsServers.parse(server.url()), tally, RETRY)) {
        bus.awaitConnected(WAIT);
        rig.forwardTo(bus);

        rig.create("a", "o F F F o o");
        rig.probes(5);

        for (int i = 0; i < 6; i++) {
          var event = GuardJson.object(next(probes)).orElseThrow();
          assertThat(event.keySet())
              .hasToString(
                  "[target_id, target_name, url, type, latency_ms, status_code, ok, timestamp]");
        }
        var started = subscriberMessage(incidents);
        assertThat(started).startsWith("incidents.started {").contains("\"status\":\"open\"");
        assertThat(subscriberMessage(incidents))
            .startsWith("incidents.resolved {")
            .contains("\"status\":\"resolved\"", "closed=recovered");
        assertThat(tally.failed).isEmpty();
        assertThat(tally.published).hasSize(8);
      }
    }
  }

  @Test
  void aServerMayComeAndGo() throws Exception {
    try (var server = NatsServer.started();
        var rig = new Rig();
        var bus = NatsBus.start(NatsServers.parse(server.url()), tally, RETRY)) {
      bus.awaitConnected(WAIT);
      rig.forwardTo(bus);
      var target = rig.create("a");
      rig.pulse.flush();
      assertThat(tally.published).hasSize(1);

      server.stop();
      bus.awaitDisconnected(WAIT);
      rig.probes(3);
      assertThat(tally.failed).hasSize(3);

      server.start();
      try (var subscriber = server.connect()) {
        var probes = subscribe(subscriber, "probe.results");
        bus.awaitConnected(WAIT);
        rig.probes(1);

        // What was published while the server was away is gone: this is the first that arrives.
        assertThat(next(probes)).contains(GuardJson.time(Rig.START.plusSeconds(120)));
      }
      assertThat(rig.stored(target)).hasSize(5);
      assertThat(tally.published).hasSize(2);
      assertThat(tally.failed).hasSize(3);
    }
  }

  @Test
  void aServerThatIsNotThereCostsOneWarningAndNothingElse() throws Exception {
    try (var server = NatsServer.started();
        var log = new LogLines(NatsBus.class)) {
      server.stop();
      var servers = NatsServers.parse("nats://user:secret-word@127.0.0.1:" + server.port());
      try (var bus = NatsBus.start(servers, tally, Duration.ofMillis(5))) {
        bus.publish("probe.results", "{}");
        bus.awaitAttempts(5, WAIT);
        bus.publish("probe.results", "{}");
      }

      assertThat(tally.failed).hasSize(2);
      assertThat(tally.published).isEmpty();
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN") && line.contains("cannot be reached"))
          .hasSize(1);
      assertThat(log.lines()).noneMatch(line -> line.contains("secret-word"));
    }
  }

  @Test
  void userAndPasswordOfTheUrlAreUsedAndEncodedOnesDecoded() throws Exception {
    try (var server = NatsServer.started("--user", "gu@rd", "--pass", "pä:ss word/%")) {
      var url = "nats://gu%40rd:p%C3%A4%3Ass%20word%2F%25@127.0.0.1:" + server.port();
      try (var bus = NatsBus.start(NatsServers.parse(url), tally, RETRY)) {
        bus.awaitConnected(WAIT);
        bus.publish("probe.results", "{}");

        assertThat(tally.published).hasSize(1);
      }
    }
  }

  @Test
  void aWrongPasswordIsTriedAgainWithoutEnd() throws Exception {
    try (var server = NatsServer.started("--user", "guard", "--pass", "right");
        var log = new LogLines(NatsBus.class)) {
      var servers = NatsServers.parse("nats://guard:wrong-one@127.0.0.1:" + server.port());
      try (var bus = NatsBus.start(servers, tally, Duration.ofMillis(5))) {
        // The client itself would give up after the second refusal.
        bus.awaitAttempts(3, WAIT);
      }

      assertThat(log.lines()).noneMatch(line -> line.contains("wrong-one"));
    }
  }

  @Test
  void theSecondServerOfAListIsUsedWhenTheFirstIsAway() throws Exception {
    try (var away = NatsServer.started();
        var there = NatsServer.started()) {
      away.stop();
      try (var bus =
          NatsBus.start(NatsServers.parse(away.url() + ", " + there.url()), tally, RETRY)) {
        bus.awaitConnected(WAIT);
      }
    }
  }

  @Test
  void anEventThatTheServerDoesNotTakeIsCountedAndDropped() throws Exception {
    try (var server = NatsServer.started();
        var bus = NatsBus.start(NatsServers.parse(server.url()), tally, RETRY)) {
      bus.awaitConnected(WAIT);

      bus.publish("probe.results", "x".repeat(2 << 20));

      assertThat(tally.failed).hasSize(1);
    }
  }

  @Test
  void closingDoesNotWaitForAServerThatIsAway() throws Exception {
    try (var server = NatsServer.started()) {
      server.stop();
      var bus = NatsBus.start(NatsServers.parse(server.url()), tally, Duration.ofDays(1));
      bus.awaitAttempts(1, WAIT);
      var closed = new CountDownLatch(1);
      var closer =
          new Thread(
              () -> {
                bus.close();
                closed.countDown();
              });
      closer.start();

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Subscription subscribe(Connection connection, String subject) throws Exception {
    var subscription = connection.subscribe(subject);
    connection.flush(WAIT);
    return subscription;
  }

  private static String next(Subscription subscription) throws InterruptedException {
    var message = subscription.nextMessage(WAIT);
    assertThat(message).as("a message of " + subscription.getSubject()).isNotNull();
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  private static String subscriberMessage(Subscription subscription) throws InterruptedException {
    var message = subscription.nextMessage(WAIT);
    assertThat(message).isNotNull();
    return message.getSubject() + " " + new String(message.getData(), StandardCharsets.UTF_8);
  }
}
