package dev.pulse.docs.sketch;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RollingZScore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Uptime guard: targets that people add and remove are documents, each with a registration; what
 * was stored is published on a bus.
 */
final class UptimeGuardSketch implements PulseListener {
  private final Pulse pulse;
  private final Documents<WatchedSite> targets;
  private final Function<WatchedSite, Check> checks;
  private final Bus bus;

  /** A target as the system keeps it. */
  public record WatchedSite(String name, String url, String type, int intervalSeconds) {}

  /** Where results go; the real system publishes on NATS. */
  interface Bus {
    void publish(String subject, Map<String, Object> message);
  }

  UptimeGuardSketch(Pulse pulse, Function<WatchedSite, Check> checks, Bus bus) {
    this.pulse = pulse;
    this.targets = pulse.documents("sketch.targets", WatchedSite.class);
    this.checks = checks;
    this.bus = bus;
  }

  /** Watches what was there before the restart. */
  void start() {
    pulse.addListener(this);
    pulse.addAll(targets.list().stream().map(row -> watched(row.id(), row.value())).toList());
  }

  /** Stored first, watched afterwards; an id that exists is a conflict for the caller. */
  void add(String id, WatchedSite site) {
    targets.create(id, site);
    pulse.add(watched(id, site));
  }

  /** Open incidents close as {@code deleted} before everything about the target goes. */
  void delete(String id) {
    pulse.resolveIncidents(id, "deleted");
    pulse.remove(id);
    pulse.forget(id);
    targets.delete(id);
  }

  private Registration watched(String id, WatchedSite site) {
    return Registration.check(id, checks.apply(site))
        .title(site.name())
        .target(
            Target.of(site.name(), Labels.of("type", site.type())).withAttribute("url", site.url()))
        .schedule(Schedules.every(Duration.ofSeconds(site.intervalSeconds())))
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .rule(
            AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build)
                .named("latency_spike")
                .recoverAfter(3)
                .learningInIncidents(true))
        .rule(
            AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new)
                .named("error_rate")
                .severity(Severity.CRITICAL)
                .recoverAfter(1)
                .learningInIncidents(true))
        .build();
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      // A probe that the egress policy refused says nothing about the target.
      if (outcome.status() != Status.UNKNOWN) {
        bus.publish(
            "probe.results",
            Map.of(
                "target_id", outcome.check(),
                "ok", outcome.status().isUp(),
                "latency_ms", (long) outcome.value(Signal.latency()).orElse(0),
                "timestamp", outcome.started().toString()));
      }
    }
  }

  @Override
  public void onIncident(IncidentEvent event) {
    var incident = event.incident();
    switch (event.kind()) {
      case OPENED, RESOLVED ->
          bus.publish(
              incident.isOpen() ? "incidents.started" : "incidents.resolved",
              Map.of("target_id", incident.check(), "kind", incident.rule()));
      case UPDATED -> {
        // The seed's subscribers know a beginning and an end, nothing in between.
      }
    }
  }
}
