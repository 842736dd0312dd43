package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.simulation.PulseSimulation;
import dev.pulse.testkit.simulation.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the check to the receiver, with rules, routes, outbox and store as a user has them. */
@Timeout(60)
class PulseAlertingTest {
  private static final String START = "2026-03-01T00:00:00Z";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicReference<Pulse> running = new AtomicReference<>();

  private static PulseSimulation start(
      AtomicReference<Pulse> running, Function<World, Pulse.Builder> pulse) {
    return PulseSimulation.start(
        START,
        world -> {
          var started =
              pulse
                  .apply(world)
                  .clock(world.clock())
                  .scheduler(world.scheduler())
                  .executor(world.executor())
                  .startSpread(Duration.ZERO)
                  .start();
          running.set(started);
          return started;
        });
  }

  private static Pulse.Builder shop(World world) {
    return Pulse.builder()
        .check("shop", world.check("shop"), Schedules.every(MINUTE))
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .route(
            Route.to(world.channel("ops"))
                .groupBy("check")
                .groupWait(Duration.ofSeconds(30))
                .groupInterval(Duration.ofMinutes(5))
                .repeatInterval(Duration.ofHours(4)));
  }

  private Incident incident() {
    return running.get().incidents().list(IncidentQuery.all()).items().get(0);
  }

  @Test
  void troubleIsToldOnceAndItsEndOnce() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation.at("10:00").fails("shop");
      simulation.at("10:20").passes("shop");
      simulation.runUntil("12:00");

      // Failures at 10:00, 10:01 and 10:02, then 30 seconds for others that may follow. Passes at
      // 10:20 and 10:21, told when the group is looked at again.
      simulation
          .expect("ops")
          .at("10:02:30")
          .first("shop")
          .at("10:22:30")
          .resolved("shop")
          .nothingMore();
      assertThat(running.get().alerting().explain(incident().id()).orElseThrow().sentence())
          .contains("3 failures in a row", "rule downtime", "taken by the route", "check=\"shop\"")
          .contains("ops: FIRST of 2026-03-01T10:02:30Z was delivered")
          .contains("ops: RESOLVED of 2026-03-01T10:22:30Z was delivered");
    }
  }

  @Test
  void troubleThatLastsIsRepeatedUntilSomebodyTakesItOver() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation.at("00:30").fails("shop");
      simulation
          .at("09:00")
          .does(() -> running.get().alerting().acknowledge(incident().id(), "Ada", "on it"));
      simulation.at("20:00").passes("shop");
      simulation.runUntil("2026-03-02T00:00:00Z");

      simulation
          .expect("ops")
          .first("shop")
          .at("04:32:30")
          .repeated("shop")
          .at("08:32:30")
          .repeated("shop")
          .at("20:02:30")
          .resolved("shop")
          .nothingMore();
      assertThat(incident().acknowledgement().orElseThrow().by()).isEqualTo("Ada");
    }
  }

  @Test
  void aReceiverThatIsDownForADayGetsItsMessagesInOrderAndOnce() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation.at("00:10").goesDown("ops");
      simulation.at("01:00").fails("shop");
      simulation.at("01:30").passes("shop");
      simulation.at("03:00").fails("shop");
      simulation.at("03:30").passes("shop");
      simulation.at("2026-03-02T00:10:00Z").comesBack("ops");
      simulation.runUntil("2026-03-02T00:10:00Z");
      simulation.expect("ops").nothingMore();

      simulation.runUntil("2026-03-02T01:00:00Z");

      var expected = simulation.expect("ops");
      expected.first("shop").resolved("shop").first("shop").resolved("shop").nothingMore();
      Set<String> ids = new HashSet<>();
      assertThat(expected.messages()).extracting(Notification::id).allMatch(ids::add);
    }
  }

  @Test
  void aSilenceKeepsTroubleBackUntilItIsOver() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation
          .at("09:00")
          .does(
              () ->
                  running
                      .get()
                      .alerting()
                      .silence(
                          List.of(Matcher.equal("check", "shop")),
                          simulation.now(),
                          simulation.now().plus(Duration.ofHours(2)),
                          "Ada",
                          "moving house"));
      simulation.at("10:00").fails("shop");
      simulation.runUntil("10:59");
      simulation.expect("ops").nothingMore();
      assertThat(running.get().alerting().explain(incident().id()).orElseThrow().sentence())
          .contains("silenced by Ada")
          .contains("not told yet");

      simulation.runUntil("12:00");

      simulation.expect("ops").at("11:02:30").first("shop").nothingMore();
    }
  }

  @Test
  void whatWasNotToldBeforeACrashIsToldAfterIt(@TempDir Path folder) throws Exception {
    var file = folder.resolve("pulse.db");
    try (var before = start(running, world -> shop(world).store(Stores.sqlite(file)))) {
      before.at("10:00").fails("shop");
      // The incident is open, and its group still waits for others.
      before.runUntil("10:02:10");
      before.expect("ops").nothingMore();
      assertThat(incident().isOpen()).isTrue();
    }
    try (var after =
        PulseSimulation.start(
            "2026-03-01T10:05:00Z",
            world -> {
              var pulse =
                  shop(world)
                      .store(Stores.sqlite(file))
                      .clock(world.clock())
                      .scheduler(world.scheduler())
                      .executor(world.executor())
                      .startSpread(Duration.ZERO)
                      .start();
              running.set(pulse);
              return pulse;
            })) {
      after.runFor(Duration.ofSeconds(30));
      after.expect("ops").first("shop");
      after.runFor(Duration.ofMinutes(20));
      after.expect("ops").resolved("shop").nothingMore();
    }
  }

  @Test
  void aMessageSaysHowMuchDependsOnTheCause() throws Exception {
    try (var simulation =
        start(
            running,
            world ->
                shop(world)
                    .register(
                        Registration.check("cart", world.check("cart"))
                            .schedule(Schedules.every(MINUTE))
                            .dependsOn("shop")
                            .build())
                    .register(
                        Registration.check("search", world.check("search"))
                            .schedule(Schedules.every(MINUTE))
                            .dependsOn("cart")
                            .build()))) {
      simulation.at("10:00").fails("shop").fails("cart").fails("search");
      simulation.runUntil("11:00");

      var messages = simulation.expect("ops").first("shop");
      messages.nothingMore();
      assertThat(messages.messages().get(0).alerts().get(0).annotations())
          .containsEntry("dependents", "2 suppressed: cart, search");
    }
  }

  @Test
  void announcedWorkOpensNoIncident() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation
          .at("09:00")
          .does(
              () ->
                  running
                      .get()
                      .alerting()
                      .announce(
                          "new disks",
                          "Orders wait meanwhile.",
                          simulation.now(),
                          simulation.now().plus(Duration.ofHours(2)),
                          Optional.empty(),
                          List.of("shop"),
                          List.of(),
                          "Ada"));
      simulation.at("10:00").fails("shop");
      simulation.at("10:50").passes("shop");
      simulation.runUntil("12:00");

      simulation.expect("ops").nothingMore();
      assertThat(running.get().incidents().list(IncidentQuery.all()).items()).isEmpty();
      assertThat(running.get().alerting().announcements()).hasSize(1);
    }
  }

  @Test
  void whatIsAnnouncedIsRememberedWithItsText(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    var clock = ManualClock.at("2026-03-01T09:00:00Z");
    var disks = Maintenance.once("configured", clock.instant(), clock.instant().plusSeconds(60));
    try (var pulse = Pulse.builder().store(Stores.sqlite(file)).clock(clock).start()) {
      var end = clock.instant().plus(Duration.ofHours(2));
      for (String text : List.of("Orders wait meanwhile.\nSorry!", "")) {
        pulse
            .alerting()
            .announce(
                "disks", text, clock.instant(), end, Optional.empty(), Set.of(), Set.of(), "Ada");
      }
    }
    try (var pulse =
        Pulse.builder().store(Stores.sqlite(file)).clock(clock).maintenance(disks).start()) {
      assertThat(pulse.alerting().announcements())
          .extracting(Announcement::text)
          .containsExactlyInAnyOrder("Orders wait meanwhile.\nSorry!", "");
      assertThat(pulse.alerting().maintenances()).containsExactly(disks);
      assertThatThrownBy(
              () ->
                  pulse
                      .alerting()
                      .announce(
                          "disks",
                          "x".repeat(2_001),
                          clock.instant(),
                          clock.instant().plusSeconds(1),
                          Optional.empty(),
                          Set.of(),
                          Set.of(),
                          "Ada"))
          .hasMessage("text must have at most 2000 characters, but has 2001");
    }
  }

  @Test
  void theIncidentsOfWhatIsNotRegisteredAnyMoreAreClosedAndTold(@TempDir Path folder)
      throws Exception {
    var file = folder.resolve("pulse.db");
    try (var before = start(running, world -> shop(world).store(Stores.sqlite(file)))) {
      before.at("10:00").fails("shop");
      before.runUntil("11:00");
      before.expect("ops").first("shop").nothingMore();
    }
    try (var after =
        PulseSimulation.start(
            "2026-03-01T12:00:00Z",
            world ->
                Pulse.builder()
                    .store(Stores.sqlite(file))
                    .clock(world.clock())
                    .scheduler(world.scheduler())
                    .executor(world.executor())
                    .route(
                        Route.to(world.channel("ops"))
                            .groupBy("check")
                            .groupWait(Duration.ofSeconds(30)))
                    .start())) {
      after.runFor(Duration.ofMinutes(20));

      after.expect("ops").resolved("shop").nothingMore();
    }
  }

  @Test
  void aTestMessageGoesPastTheRoutes() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      var receipt = running.get().alerting().test("ops", "Ada");

      assertThat(receipt.reference()).isEqualTo("message-1");
      simulation.expect("ops").next(Kind.TEST, "test").nothingMore();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> running.get().alerting().test("nobody", "Ada"))
          .withMessage("there is no channel \"nobody\"; there are [ops]");
    }
  }

  @Test
  void routesThatCannotWorkAreRefusedAtTheStart() {
    var channel = Channel.of("ops", message -> Receipt.none());
    var builder =
        Pulse.builder()
            .route(
                Route.to(channel)
                    .matching("team=\"shop\"")
                    .child(Route.to().matching("check=~\"(\"")));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::start)
        .withMessageContaining("team=\"shop\"")
        .withMessageContaining("check=~\"(\"");
  }

  @Test
  void anIncidentIsClosedByHandAndItsEndTold() throws Exception {
    try (var simulation = start(running, PulseAlertingTest::shop)) {
      simulation.at("10:00").fails("shop");
      simulation.at("10:10").passes("shop");
      simulation
          .at("10:10")
          .does(() -> running.get().alerting().resolve(incident().id(), "Ada", "moved"));
      simulation.runUntil("11:00");

      assertThat(incident().resolution()).contains("resolved by Ada");
      assertThat(incident().severity()).isEqualTo(Severity.CRITICAL);
      simulation.expect("ops").first("shop").resolved("shop").nothingMore();
      assertThat(running.get().alerting().acknowledge(incident().id(), "Ada", "")).isEmpty();
    }
  }
}
