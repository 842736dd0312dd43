package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.incident.Incident;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The numbers of the guard for Prometheus. Thread-safe. */
final class GuardMetrics implements EventBus.Tally {
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<IncidentKind, Set<Long>> open = new EnumMap<>(IncidentKind.class);
  private final Map<Long, Series> series = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  /** What is remembered of one target between two scrapes. */
  private static final class Series {
    volatile Instant lastProbe = Instant.EPOCH;
    volatile boolean down;
  }

  GuardMetrics(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
    for (var kind : IncidentKind.values()) {
      Set<Long> ids = ConcurrentHashMap.newKeySet();
      open.put(kind, ids);
      Gauge.builder("pulseguard.incidents.open", ids, Set::size)
          .description("Incidents that are open.")
          .tag("kind", kind.word())
          .register(registry);
    }
    for (boolean delivered : new boolean[] {true, false}) {
      notified(GuardSlack.CHANNEL, delivered, 0);
    }
    for (var subject : List.of(EventBus.PROBES, EventBus.STARTED, EventBus.RESOLVED)) {
      published(subject, 0);
      failed(subject, 0);
    }
  }

  /** Counts a probe that was stored. */
  void probed(WatchedTarget target, Probe probe) {
    synchronized (lock) {
      count(target, probe.ok() ? "ok" : "fail");
      seen(target, probe);
      if (probe.ok()) {
        Timer.builder("pulseguard.probe.latency")
            .description("How long the target took to answer, where it answered well.")
            .serviceLevelObjectives(BUCKETS)
            .tag("target", target.name())
            .register(registry)
            .record(Duration.ofMillis(probe.latencyMillis()));
      }
    }
  }

  /** Counts a probe that was not made, because its address is not allowed. */
  void refused(WatchedTarget target) {
    synchronized (lock) {
      count(target, "refused");
    }
  }

  /** Shows when a target was probed last, without counting; also used for what happened before. */
  void seen(WatchedTarget target, Probe probe) {
    synchronized (lock) {
      var state = series.computeIfAbsent(target.id(), id -> gauges(target));
      state.lastProbe = probe.timestamp();
    }
  }

  /** Takes in an incident that is open already. */
  void restored(WatchedTarget target, Incident incident) {
    synchronized (lock) {
      open(target, incident);
    }
  }

  /** Counts an incident that began. */
  void opened(WatchedTarget target, Incident incident) {
    synchronized (lock) {
      Counter.builder("pulseguard.incidents")
          .description("Incidents that began.")
          .tag("target", target.name())
          .tag("kind", incident.rule())
          .register(registry)
          .increment();
      open(target, incident);
    }
  }

  /** Takes note of an incident that ended. */
  void resolved(WatchedTarget target, Incident incident) {
    synchronized (lock) {
      open.values().forEach(ids -> ids.remove(incident.id()));
      if (incident.rule().equals(IncidentKind.DOWNTIME.word())) {
        var state = series.get(target.id());
        if (state != null) {
          state.down = false;
        }
      }
    }
  }

  /** Counts an attempt to tell people. */
  void notified(String channel, boolean delivered) {
    notified(channel, delivered, 1);
  }

  /** Removes the series of a target that is not watched any more. */
  void forget(WatchedTarget target) {
    synchronized (lock) {
      series.remove(target.id());
      List<Meter> own =
          registry.getMeters().stream()
              .filter(meter -> meter.getId().getName().startsWith("pulseguard."))
              .filter(meter -> target.name().equals(meter.getId().getTag("target")))
              .toList();
      own.forEach(registry::remove);
    }
  }

  @Override
  public void published(String subject) {
    published(subject, 1);
  }

  @Override
  public void failed(String subject) {
    failed(subject, 1);
  }

  private void open(WatchedTarget target, Incident incident) {
    open.forEach(
        (kind, ids) -> {
          if (kind.word().equals(incident.rule())) {
            ids.add(incident.id());
          }
        });
    if (incident.rule().equals(IncidentKind.DOWNTIME.word())) {
      series.computeIfAbsent(target.id(), id -> gauges(target)).down = true;
    }
  }

  private Series gauges(WatchedTarget target) {
    var state = new Series();
    Gauge.builder("pulseguard.target.up", state, series -> series.down ? 0 : 1)
        .description("Whether no downtime of the target is open.")
        .tag("target", target.name())
        .register(registry);
    Gauge.builder(
            "pulseguard.last.probe.timestamp.seconds",
            state,
            series -> series.lastProbe.toEpochMilli() / 1000.0)
        .description("When the target was probed last, in seconds since 1970.")
        .tag("target", target.name())
        .register(registry);
    return state;
  }

  private void count(WatchedTarget target, String result) {
    Counter.builder("pulseguard.probes")
        .description("Probes by how they ended.")
        .tag("target", target.name())
        .tag("type", target.type().word())
        .tag("result", result)
        .register(registry)
        .increment();
  }

  private void notified(String channel, boolean delivered, int times) {
    Counter.builder("pulseguard.notifications")
        .description("Attempts to send a notification to people.")
        .tag("channel", channel)
        .tag("result", delivered ? "delivered" : "failed")
        .register(registry)
        .increment(times);
  }

  private void published(String subject, int times) {
    Counter.builder("pulseguard.bus.published")
        .description("Events that were handed to the event bus.")
        .tag("subject", subject)
        .register(registry)
        .increment(times);
  }

  private void failed(String subject, int times) {
    Counter.builder("pulseguard.bus.failed")
        .description("Events that were dropped because the event bus did not take them.")
        .tag("subject", subject)
        .register(registry)
        .increment(times);
  }
}
