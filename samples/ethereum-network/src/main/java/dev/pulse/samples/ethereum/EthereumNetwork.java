package dev.pulse.samples.ethereum;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.Pulse;
import dev.pulse.prometheus.GrafanaClient;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.ObservedRequest;
import dev.pulse.prometheus.PrometheusClient;
import dev.pulse.prometheus.export.PulseExporter;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.config.MetricsSource;
import dev.pulse.samples.ethereum.directory.DirectorySource;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.directory.StoredDirectory;
import dev.pulse.samples.ethereum.evaluate.BlameRules;
import dev.pulse.samples.ethereum.evaluate.Evaluations;
import dev.pulse.samples.ethereum.evaluate.HealthCheck;
import dev.pulse.samples.ethereum.evaluate.Inventory;
import dev.pulse.samples.ethereum.evaluate.SshProbe;
import dev.pulse.samples.ethereum.history.EvaluationHistory;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.monitor.Monitor;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.store.DocumentPaths;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The watch over Ethereum networks as a part of somebody's Pulse. Take {@link EthereumNetworkMain}
 * for the system as a program of its own.
 *
 * <pre>{@code
 * EthereumAlerts alerts = EthereumAlerts.of(configuration);
 * Pulse pulse = Pulse.builder().route(alerts.route()).start();
 * EthereumNetwork network = EthereumNetwork.builder(pulse, configuration, alerts).start();
 * PulseServer.builder(pulse).mount("/ethereum-network", network.routes()).start();
 * }</pre>
 *
 * <p>Its registrations and documents are called {@code ethereum-network.…}. Close it before Pulse.
 * Thread-safe.
 */
public final class EthereumNetwork implements AutoCloseable {
  private final Pulse pulse;
  private final EthereumConfiguration configuration;
  private final PrometheusMeterRegistry registry;
  private final EthereumMetrics metrics;
  private final DirectorySource directory;
  private final EvaluationHistory history;
  private final Monitor monitor;

  private EthereumNetwork(Builder builder, EthereumMetrics metrics) {
    this.pulse = builder.pulse;
    this.configuration = builder.configuration;
    this.registry = builder.registry;
    this.metrics = metrics;
    var store = EthereumStore.of(pulse, configuration.pathPrefix(), metrics.store());
    var paths = store.paths();
    this.directory =
        DirectorySource.builder(
                configuration.clientsDataUrl(),
                store.repository("clients", StoredDirectory.class).under(id -> paths.clients()))
            .clock(pulse.clock())
            .observer(this::observed)
            .build();
    builder.alerts.directory(directory::current);
    builder.alerts.tally().to(metrics.requests());
    var evaluations = evaluations(builder, store, paths);
    this.history =
        new EvaluationHistory(
            evaluations::of,
            store,
            pulse.clock(),
            configuration.evaluation().every(),
            configuration.retention());
    this.monitor =
        Monitor.start(
            new Monitor.Parts(
                pulse,
                store,
                metrics,
                history::of,
                directory::current,
                builder.alerts::post,
                builder.alerts.memory(),
                configuration.evaluation()),
            configuration.retention(),
            builder.random);
    pulse.add(directory.registration());
  }

  private Evaluations evaluations(Builder builder, EthereumStore store, DocumentPaths paths) {
    var known = Clients.preProduction(configuration.preProductionClients());
    var evaluations =
        Evaluations.builder(
                builder.backend.orElseGet(this::backend),
                store.repository("inventory", Inventory.class).under(paths::inventory))
            .clock(pulse.clock())
            .clients(() -> directory.current().map(found -> found.with(known)).orElse(known))
            .rules(new BlameRules(configuration.networkIncidentRatio()))
            .reusedFor(configuration.evaluation().reusedFor());
    var probe = configuration.nodeProbe();
    if (probe.enabled()) {
      evaluations.probe(SshProbe.below(probe.domain(), probe.port()));
    }
    if (!builder.checks.isEmpty()) {
      evaluations.checks(builder.checks);
    }
    return evaluations.build();
  }

  private MetricsBackend backend() {
    var waits = new Duration[] {Duration.ofSeconds(1), Duration.ofSeconds(2)};
    if (configuration.metricsSource() instanceof MetricsSource.Grafana grafana) {
      return GrafanaClient.at(grafana.base(), grafana.datasource())
          .bearer(grafana.token())
          .legend("({{ingress_user}}) {{instance}}")
          .timeout(Duration.ofSeconds(30))
          .retryAfter(waits)
          .observer(this::observed)
          .build();
    }
    return PrometheusClient.at(((MetricsSource.Prometheus) configuration.metricsSource()).base())
        .timeout(Duration.ofSeconds(30))
        .retryAfter(waits)
        .observer(this::observed)
        .build();
  }

  private void observed(ObservedRequest request) {
    metrics
        .requests()
        .requested(request.service(), request.operation(), request.took(), request.error());
  }

  /**
   * A builder.
   *
   * @param configuration how the system works; addresses to listen on are the program's affair
   * @param alerts what the route of this Pulse was made by
   */
  public static Builder builder(
      Pulse pulse, EthereumConfiguration configuration, EthereumAlerts alerts) {
    return new Builder(pulse, configuration, alerts);
  }

  /**
   * The commands and the networks as REST routes, and the page of the dashboard that shows them.
   */
  public ServerExtension routes() {
    var commands = new EthereumRoutes(monitor, configuration.discord().guilds());
    var networks =
        new NetworkRoutes(
            monitor,
            history,
            directory::current,
            new NetworkRoutes.Settings(
                configuration.discord().guilds(),
                configuration.links(),
                configuration.nodeProbe().domain(),
                configuration.evaluation().every()));
    return routes -> {
      commands.install(routes);
      networks.install(routes);
    };
  }

  /** Liveness and readiness. */
  ServerExtension health() {
    return new HealthRoutes(pulse::ping, directory::ready);
  }

  /** The metrics of the system and of Pulse. */
  ServerExtension metrics() {
    var exporter = PulseExporter.builder(pulse).meters(registry).build();
    return routes ->
        routes
            .closing(exporter)
            .get(
                "/metrics",
                request -> {
                  var scrape = exporter.scrape(request.header("Accept").orElse(null));
                  return Response.streamed(scrape.contentType(), scrape::writeTo)
                      .withHeader("Vary", "Accept");
                });
  }

  /** The networks and clients that are known; empty until the first document has come. */
  public Optional<NetworkDirectory> directory() {
    return directory.current();
  }

  /** Registrations, mentions and runs. */
  public Monitor monitor() {
    return monitor;
  }

  /** Takes no more runs, and cancels those under way. A second call does nothing. */
  @Override
  public void close() {
    monitor.close();
    metrics.close();
  }

  /** Builds and starts an {@link EthereumNetwork}. Confine to one thread. */
  public static final class Builder {
    private final Pulse pulse;
    private final EthereumConfiguration configuration;
    private final EthereumAlerts alerts;
    private PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Optional<MetricsBackend> backend = Optional.empty();
    private List<HealthCheck> checks = List.of();
    private RandomGenerator random = RandomGenerator.getDefault();

    private Builder(Pulse pulse, EthereumConfiguration configuration, EthereumAlerts alerts) {
      this.pulse = requireNonNull(pulse, "pulse");
      this.configuration = requireNonNull(configuration, "configuration");
      this.alerts = requireNonNull(alerts, "alerts");
    }

    /** Where its meters go; default: nowhere. */
    public Builder meters(PrometheusMeterRegistry registry) {
      this.registry = requireNonNull(registry, "registry");
      return this;
    }

    /** Who answers queries; default: the Grafana or Prometheus of the configuration. */
    public Builder backend(MetricsBackend backend) {
      this.backend = Optional.of(backend);
      return this;
    }

    /** The checks; default: the five, and those on the class path as services. */
    public Builder checks(List<HealthCheck> checks) {
      this.checks = List.copyOf(checks);
      return this;
    }

    /** The randomness in ids of runs; default: the JVM's default generator. */
    public Builder random(RandomGenerator random) {
      this.random = requireNonNull(random, "random");
      return this;
    }

    /**
     * Reads what is registered and begins to watch it.
     *
     * @throws dev.pulse.api.store.StoreException when it cannot be read
     */
    public EthereumNetwork start() {
      var metrics = new EthereumMetrics(registry);
      try {
        return new EthereumNetwork(this, metrics);
      } catch (RuntimeException e) {
        metrics.close();
        throw e;
      }
    }
  }
}
