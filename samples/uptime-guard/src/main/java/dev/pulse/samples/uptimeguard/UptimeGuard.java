package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The uptime guard as a part of somebody's Pulse: targets that callers of its API create, probes of
 * them, and what follows from those. Take {@link UptimeGuardMain} for the guard as a program of its
 * own.
 *
 * <pre>{@code
 * UptimeGuard guard = UptimeGuard.builder(pulse).meters(registry).start();
 * PulseServer.builder(pulse).meters(registry).mount("/uptime-guard", guard.routes()).start();
 * }</pre>
 *
 * <p>Its registrations are called {@code uptime-guard.<number>}, its documents {@code
 * uptime-guard.…}. Thread-safe.
 */
public final class UptimeGuard implements AutoCloseable {
  private final Pulse pulse;
  private final Targets targets;
  private final GuardMetrics metrics;
  private final GuardListener listener;
  private final EventBus bus;
  private final EgressPolicy egress;
  private final GuardSettings settings;

  private UptimeGuard(Builder builder) {
    this.pulse = builder.pulse;
    this.settings = builder.settings;
    this.egress = settings.probes().allowPrivate() ? EgressPolicy.lenient() : EgressPolicy.strict();
    this.targets =
        new Targets(pulse, settings, builder.probes.orElseGet(() -> ProbeCheck.factory(egress)));
    this.metrics = new GuardMetrics(builder.registry);
    this.bus = builder.bus.apply(metrics);
    this.listener = new GuardListener(targets, metrics, bus, this::isOurs);
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder(Pulse pulse) {
    return new Builder(pulse);
  }

  /** The REST routes and the page of the seed, to be mounted on a server. */
  public ServerExtension routes() {
    return new GuardRoutes(this, dashboard());
  }

  /**
   * Stops publishing. The registrations stay with Pulse, which ends them when it is closed: close
   * Pulse first, so that what it stores at the end is published too.
   */
  @Override
  public void close() {
    pulse.removeListener(listener);
    bus.close();
  }

  Dashboard dashboard() {
    return new Dashboard(pulse);
  }

  Pulse pulse() {
    return pulse;
  }

  Targets targets() {
    return targets;
  }

  EgressPolicy egress() {
    return egress;
  }

  /** Disables or enables a target, and brings its series in line. */
  WatchedTarget setEnabled(long id, boolean enabled) {
    var target = targets.setEnabled(id, enabled);
    if (!target.enabled()) {
      metrics.forget(target);
    }
    return target;
  }

  /** Changes what a target is; one that is called otherwise has other series. */
  WatchedTarget replace(long id, TargetDocument wished) {
    return targets.replace(id, wished, this::renamed);
  }

  private void renamed(WatchedTarget before, WatchedTarget now) {
    if (before.name().equals(now.name()) && before.type() == now.type()) {
      return;
    }
    metrics.forget(before);
    var open = IncidentQuery.of(now.checkName()).open(true).limit(IncidentKind.values().length);
    for (Incident incident : pulse.incidents().list(open).items()) {
      metrics.restored(now, incident);
    }
  }

  /** Deletes a target with its history and its series. */
  void delete(long id) {
    metrics.forget(targets.delete(id));
  }

  private void begin() {
    targets.load();
    restoreMetrics();
    pulse.addListener(listener);
    targets.watch();
  }

  private boolean isOurs(long incident) {
    return pulse
        .incidents()
        .find(incident)
        .filter(found -> WatchedTarget.idOf(found.check()).isPresent())
        .isPresent();
  }

  private void restoreMetrics() {
    for (var target : targets.list()) {
      if (target.enabled()) {
        latestProbe(pulse, target.checkName()).ifPresent(probe -> metrics.seen(target, probe));
      }
    }
    var query = IncidentQuery.all().prefix(WatchedTarget.PREFIX).open(true).limit(1000);
    var page = pulse.incidents().list(query);
    while (true) {
      for (Incident incident : page.items()) {
        targets.ofCheck(incident.check()).ifPresent(target -> metrics.restored(target, incident));
      }
      if (page.next().isEmpty()) {
        return;
      }
      page = pulse.incidents().list(query.before(page.next().getAsLong()));
    }
  }

  /** The newest probe of a registration; empty before the first. */
  static Optional<Probe> latestProbe(Pulse pulse, String check) {
    return pulse
        .journal()
        .outcomes(OutcomeQuery.of(check).statuses(Probe.KNOWN).limit(1))
        .items()
        .stream()
        .findFirst()
        .flatMap(Probe::of);
  }

  /** Builds and starts an {@link UptimeGuard}. Confine to one thread. */
  public static final class Builder {
    private final Pulse pulse;
    private GuardSettings settings = GuardSettings.defaults();
    private MeterRegistry registry = new SimpleMeterRegistry();
    private Function<EventBus.Tally, EventBus> bus = tally -> EventBus.none();
    private Optional<ProbeFactory> probes = Optional.empty();

    private Builder(Pulse pulse) {
      this.pulse = requireNonNull(pulse, "pulse");
    }

    /** How the guard works; default: {@link GuardSettings#defaults()}. */
    public Builder settings(GuardSettings settings) {
      this.settings = requireNonNull(settings, "settings");
      return this;
    }

    /** Where its meters go; default: nowhere. */
    public Builder meters(MeterRegistry registry) {
      this.registry = requireNonNull(registry, "registry");
      return this;
    }

    /**
     * Publishes events on NATS; default: nowhere. Servers that cannot be reached never stop the
     * start.
     *
     * @param urls {@code nats://} or {@code tls://} addresses, separated by commas
     * @throws IllegalArgumentException when the text is anything else; the message does not repeat
     *     it
     */
    public Builder nats(String urls) {
      return nats(NatsServers.parse(urls), NatsBus.RETRY);
    }

    Builder nats(NatsServers servers, Duration retry) {
      this.bus = tally -> NatsBus.start(servers, tally, retry);
      return this;
    }

    Builder bus(Function<EventBus.Tally, EventBus> bus) {
      this.bus = requireNonNull(bus, "bus");
      return this;
    }

    Builder probes(ProbeFactory probes) {
      this.probes = Optional.of(probes);
      return this;
    }

    /**
     * Reads the targets and begins to probe them.
     *
     * @throws dev.pulse.api.store.StoreException when they cannot be read
     */
    public UptimeGuard start() {
      var guard = new UptimeGuard(this);
      try {
        guard.begin();
      } catch (RuntimeException e) {
        guard.close();
        throw e;
      }
      return guard;
    }
  }
}
