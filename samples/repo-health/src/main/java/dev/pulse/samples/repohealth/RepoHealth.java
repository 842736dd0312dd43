package dev.pulse.samples.repohealth;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.Pulse;
import dev.pulse.github.RequestObserver;
import dev.pulse.samples.repohealth.alert.RepoHealthAlerts;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.scan.RepositoryScans;
import dev.pulse.samples.repohealth.scan.ScanListener;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.web.HealthMetrics;
import dev.pulse.samples.repohealth.web.RepoHealthRoutes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watch over the repositories of one organisation as a part of somebody's Pulse: scans, scores,
 * alerts, routes and metrics. Take {@link RepoHealthMain} for the system as a program of its own,
 * and {@link EcosystemMonitor} to ask once.
 *
 * <pre>{@code
 * RepoHealthAlerts alerts = RepoHealthAlerts.of(settings, System.out);
 * Pulse.Builder builder = Pulse.builder();
 * alerts.route().ifPresent(builder::route);
 * Pulse pulse = builder.start();
 * RepoHealth health = RepoHealth.builder(pulse, settings, alerts).start();
 * PulseServer.Builder server = PulseServer.builder(pulse);
 * health.routes().beside(server);
 * server.start();
 * }</pre>
 *
 * <p>Its registrations are called {@code repo-health.…}; they stay with Pulse, and end with it.
 * Close Pulse first, which ends the scan that is under way. Thread-safe.
 */
public final class RepoHealth implements AutoCloseable {
  private final @Nullable HealthTables own;
  private final Overviews overviews;
  private final RepoHealthRoutes routes;

  private RepoHealth(Builder builder, HealthTables tables, @Nullable HealthTables own) {
    var pulse = builder.pulse;
    var settings = builder.settings;
    this.own = own;
    this.overviews = Overviews.of(tables, pulse.clock(), settings.scan().staleAfter());
    var metrics = new HealthMetrics(overviews);
    builder.alerts.countTo(metrics::notified);
    var alerts = builder.alerts.attach(pulse, tables);
    var scanner =
        Scanner.of(services(builder, tables, metrics), tables, settings.scan(), pulse.clock());
    scanner.addListener(metrics);
    scanner.addListener(alerts);
    builder.listeners.forEach(scanner::addListener);
    var shown =
        RepoHealthRoutes.builder(tables, overviews)
            .clock(pulse.clock())
            .metrics(metrics)
            .listener((build, branch) -> alerts.reported(build));
    settings.access().reporting().ifPresent(shown::reporting);
    this.routes = shown.build();
    alerts.watchBuilds();
    // Last: the first scan begins at once.
    RepositoryScans.start(pulse, scanner, tables, settings.scan());
  }

  private static Services services(Builder builder, HealthTables tables, RequestObserver metrics) {
    return Services.builder(builder.settings.upstreams())
        .cache(tables.cache())
        .clock(builder.pulse.clock())
        .documentedElsewhere(builder.settings.rules().documentation().keySet())
        .observer(metrics)
        .build();
  }

  /**
   * A builder.
   *
   * @param settings how the system works; address and callers are the program's affair
   * @param alerts what the route of this Pulse was made by
   */
  public static Builder builder(Pulse pulse, RepoHealthSettings settings, RepoHealthAlerts alerts) {
    return new Builder(pulse, settings, alerts);
  }

  /** The REST routes, the page and the metrics, to be put on a server. */
  public RepoHealthRoutes routes() {
    return routes;
  }

  /** What is known now. */
  public Overview overview() {
    return overviews.now();
  }

  /** Lets go of the tables, unless they were lent. A second call does nothing. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** Builds and starts a {@link RepoHealth}. Confine to one thread. */
  public static final class Builder {
    private final Pulse pulse;
    private final RepoHealthSettings settings;
    private final RepoHealthAlerts alerts;
    private final List<ScanListener> listeners = new ArrayList<>();
    private @Nullable HealthTables tables;

    private Builder(Pulse pulse, RepoHealthSettings settings, RepoHealthAlerts alerts) {
      this.pulse = requireNonNull(pulse, "pulse");
      this.settings = requireNonNull(settings, "settings");
      this.alerts = requireNonNull(alerts, "alerts");
    }

    /** Where it remembers; default: it opens the database of the settings, and closes it. */
    public Builder tables(HealthTables tables) {
      this.tables = requireNonNull(tables, "tables");
      return this;
    }

    /** Who else learns what scans bring; default: nobody. */
    public Builder listener(ScanListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Begins to scan, at once and then at each interval; does not wait for it.
     *
     * @throws dev.pulse.api.store.StoreException when the database cannot be opened
     */
    public RepoHealth start() {
      if (tables != null) {
        return new RepoHealth(this, tables, null);
      }
      var opened = HealthTables.open(settings.database(), settings.organisation(), pulse.clock());
      try {
        return new RepoHealth(this, opened, opened);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }
  }
}
