package dev.pulse.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.internal.alert.Change;
import dev.pulse.core.internal.alert.Pending;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do to incidents, and what is open while Pulse is started again. */
@Timeout(30)
class EngineChangeTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener listener = new RecordingListener();
  private final Store store = Stores.memory();
  private final Engine engine = engine();

  private Engine engine() {
    var parts =
        new Parts(
            store,
            clock,
            time,
            Runnable::run,
            new Random(1),
            "here",
            10,
            Duration.ZERO,
            Duration.ofSeconds(1),
            null,
            List.of(),
            (registration, at) -> Optional.empty());
    return new Engine(parts, List.of(listener));
  }

  @AfterEach
  void close() {
    engine.close(() -> {});
  }

  private Incident failing(AlertRule rule) {
    engine.start(
        List.of(
            Registration.check("shop", context -> CheckResult.fail(Reason.STATUS, "500"))
                .rule(rule)
                .build()));
    engine.flush();
    return open().get(0);
  }

  private List<Incident> open() {
    return store.incidents().list(IncidentQuery.all().open(true).limit(10_000)).items();
  }

  @Test
  void aChangeIsStoredWithTheStateOfItsRuleAndTold() {
    var incident = failing(AlertRule.whenFailing().after(1));
    var before = store.ruleState("shop").orElseThrow();

    var acknowledged =
        engine.changeIncident(
            "shop",
            incident.id(),
            Change.acknowledge(new Acknowledgement("ada", clock.instant(), "mine")));

    assertThat(acknowledged).isPresent();
    assertThat(store.incidents().find(incident.id())).isEqualTo(acknowledged);

    var resolved =
        engine.changeIncident(
            "shop", incident.id(), Change.resolve(clock.instant(), "ada", "known"));

    assertThat(store.incidents().find(incident.id())).isEqualTo(resolved);
    assertThat(resolved.orElseThrow().resolution()).contains("resolved by ada");
    assertThat(store.ruleState("shop").orElseThrow()).isNotEqualTo(before);
    assertThat(listener.incidents())
        .extracting(IncidentEvent::kind)
        .containsExactly(
            IncidentEvent.Kind.OPENED, IncidentEvent.Kind.UPDATED, IncidentEvent.Kind.RESOLVED);
  }

  @Test
  void whatIsNotOpenCannotBeChanged() {
    var incident = failing(AlertRule.whenFailing().after(1));
    var change = Change.comment(clock.instant(), "ada", "hello");

    assertThat(engine.changeIncident("nobody", incident.id(), change)).isEmpty();
    assertThat(engine.changeIncident("shop", incident.id() + 1, change)).isEmpty();
  }

  @Test
  void whatIsPendingCanBeAskedFor() {
    engine.start(
        List.of(
            Registration.check("shop", context -> CheckResult.fail(Reason.STATUS, "500"))
                .rule(AlertRule.whenFailing().after(3))
                .build()));

    assertThat(engine.state("shop").orElseThrow().pending())
        .containsExactly(new Pending("downtime", null, clock.instant(), 1, 3, clock.instant()));
  }

  private static CheckResult findings() {
    var findings =
        IntStream.range(0, 1_000).mapToObj(i -> Finding.of("n" + i, Status.FAIL, "seen")).toList();
    return CheckResult.worstOf(Reason.of("acme.test"), "nodes", findings);
  }

  @Test
  void aRestartTakesUpMoreThanAPageOfOpenIncidents() {
    var registration =
        Registration.check("nodes", context -> findings())
            .rule(AlertRule.whenFinding())
            .rule(AlertRule.whenFinding().named("again"))
            .build();
    engine.start(List.of(registration));
    engine.flush();

    var second = engine();
    second.start(List.of(registration));

    assertThat(second.state("nodes").orElseThrow().openIncidents()).hasSize(2_000);
    assertThat(open()).hasSize(2_000);
  }
}
