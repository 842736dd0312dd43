package dev.pulse.samples.app;

import dev.pulse.api.PulseException;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Problem;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Route;
import dev.pulse.core.Pulse;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.app.config.ExecutionsOptions;
import dev.pulse.samples.app.config.GuardOptions;
import dev.pulse.samples.app.config.Systems;
import dev.pulse.samples.app.targets.Targets;
import dev.pulse.samples.ethereum.EthereumAlerts;
import dev.pulse.samples.ethereum.EthereumNetwork;
import dev.pulse.samples.executions.ValidatorExecutions;
import dev.pulse.samples.repohealth.RepoHealth;
import dev.pulse.samples.repohealth.alert.RepoHealthAlerts;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.server.Door;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.uptimeguard.UptimeGuard;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Pulse and the server in front of it, started and stopped together. Confine to one thread. */
final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);
  private static final String API = "/api/v1";
  private static final String GUARD = "/uptime-guard";
  private static final String EXECUTIONS = "/validator-executions";
  private static final String ETHEREUM = "/ethereum-network";
  private static final String REPOSITORIES = "/repo-health";

  /** What was started, in the order in which it is to be closed. */
  private final Deque<AutoCloseable> parts;

  private final PulseServer server;
  private final Systems systems;

  private Service(Deque<AutoCloseable> parts, PulseServer server, Systems systems) {
    this.parts = parts;
    this.server = server;
    this.systems = systems;
  }

  /**
   * Starts what a configuration describes.
   *
   * @param out where the systems print what is asked of them
   * @param err where they print warnings
   * @throws PulseException when the store cannot be opened or the port is taken; nothing runs then
   */
  static Service start(Configuration configuration, PrintStream out, PrintStream err) {
    for (Problem warning : configuration.warnings()) {
      log.warn("{}", warning);
    }
    var parts = new ArrayDeque<AutoCloseable>();
    try {
      return new Service(parts, assemble(configuration, parts, out, err), configuration.systems());
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static PulseServer assemble(
      Configuration configuration, Deque<AutoCloseable> parts, PrintStream out, PrintStream err) {
    var door = Door.open(configuration.host(), configuration.port());
    parts.addFirst(door);
    var systems = configuration.systems();
    var alerts =
        systems.ethereumNetwork().map(options -> EthereumAlerts.of(options.configuration()));
    var repositoryAlerts =
        systems.repoHealth().map(options -> RepoHealthAlerts.of(options.settings(), out));
    var routes = new ArrayList<Route>();
    alerts
        .map(ethereum -> ethereum.route().matching("system=\"ethereum-network\""))
        .ifPresent(routes::add);
    repositoryAlerts
        .flatMap(RepoHealthAlerts::route)
        .map(route -> route.matching("system=\"repo-health\""))
        .ifPresent(routes::add);
    var pulse = pulse(configuration, routes);
    parts.addFirst(pulse);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var server = PulseServer.builder(pulse).behind(door).meters(registry);
    configuration.tokens().forEach(server::token);
    configuration.users().forEach(server::user);
    configuration.guest().ifPresent(server::guest);
    configuration.statusPages().forEach(server::statusPage);
    var targets = targets(configuration, pulse);
    targets.ifPresent(
        kept -> {
          parts.addFirst(kept);
          server.mount(
              API, kept.routes(configuration.store().remembers(), atThisMachine(configuration)));
        });
    if (systems.uptimeGuard().isPresent()) {
      var guard = guard(systems.uptimeGuard().get(), pulse, registry);
      // After Pulse: what is stored at the very end is still published.
      parts.addLast(guard);
      server.mount(GUARD, guard.routes());
    }
    if (systems.validatorExecutions().isPresent()) {
      var executions = executions(systems.validatorExecutions().get(), pulse);
      // After Pulse, which ends the scan that is under way.
      parts.addLast(executions);
      server.mount(EXECUTIONS, executions.routes());
    }
    if (alerts.isPresent()) {
      var options = systems.ethereumNetwork().orElseThrow();
      var ethereum =
          EthereumNetwork.builder(pulse, options.configuration(), alerts.get())
              .meters(registry)
              .start();
      // Before Pulse: what waits in its queue is called off first.
      parts.addFirst(ethereum);
      server.mount(ETHEREUM, ethereum.routes());
    }
    if (repositoryAlerts.isPresent()) {
      var settings = systems.repoHealth().orElseThrow().settings();
      var tables = tables(configuration, settings, parts);
      var health =
          RepoHealth.builder(pulse, settings, repositoryAlerts.get())
              .tables(tables)
              .listener(new Notices(err))
              .start();
      health.routes().beside(server);
    }
    // Last: names that systems give to their checks are taken.
    targets.ifPresent(Targets::begin);
    var listening = server.start();
    parts.addFirst(listening);
    return listening;
  }

  private static Optional<Targets> targets(Configuration configuration, Pulse pulse) {
    return configuration
        .targets()
        .map(reader -> reader.atThisMachine(atThisMachine(configuration)))
        .map(reader -> Targets.of(pulse, reader, configuration.checks()));
  }

  /** Whether nobody else can reach the server: who writes may as well edit the file. */
  static boolean atThisMachine(Configuration configuration) {
    try {
      // Where people have names they come from elsewhere, say through a proxy on this machine.
      return configuration.tokens().isEmpty()
          && configuration.users().isEmpty()
          && InetAddress.getByName(configuration.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Listening there fails with a better message.
      return false;
    }
  }

  /** Beside Pulse's own; after Pulse, which ends the scan that is under way, they are closed. */
  private static HealthTables tables(
      Configuration configuration, RepoHealthSettings settings, Deque<AutoCloseable> parts) {
    settings.channelWarnings().forEach(log::warn);
    var remembered = configuration.store().database();
    if (remembered.isPresent()) {
      var tables = HealthTables.open(remembered.get(), settings.organisation());
      parts.addLast(tables);
      return tables;
    }
    // Tables want a file, also where nothing is to be remembered.
    var folder = temporary();
    var file = new DatabaseUrl.Sqlite(folder.file("repo-health.db"));
    var tables = HealthTables.open(file, settings.organisation());
    parts.addLast(tables);
    parts.addLast(folder);
    return tables;
  }

  private static TemporaryFolder temporary() {
    try {
      return TemporaryFolder.create("pulse-repo-health");
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary folder cannot be made", e);
    }
  }

  private static Pulse pulse(Configuration configuration, List<Route> ofSystems) {
    var store = configuration.store().openWhenThere();
    configuration.routing().history().lend(store.journal());
    var builder = Pulse.builder().store(store);
    configuration.retention().ifPresent(builder::retention);
    builder.connectivity(configuration.references().toArray(String[]::new));
    configuration.maintenances().forEach(builder::maintenance);
    var routing = configuration.routing();
    (ofSystems.isEmpty() ? routing.route() : Optional.of(withSystems(routing.route(), ofSystems)))
        .ifPresent(builder::route);
    routing.inhibitions().forEach(builder::inhibit);
    builder.digestAt(routing.digestAt(), routing.digestZone());
    for (Registration registration : configuration.checks()) {
      builder.register(registration);
    }
    return builder.start();
  }

  /** Alerts of systems go their own ways, past the routes of the file, which take all others. */
  private static Route withSystems(Optional<Route> own, List<Route> ofSystems) {
    var others =
        own.orElseGet(() -> Route.to(Channel.of("nobody", notification -> Receipt.none())));
    var root = Route.to(others.channels().toArray(Channel[]::new));
    for (Route system : ofSystems) {
      root = root.child(system);
    }
    return root.child(others);
  }

  private static UptimeGuard guard(
      GuardOptions options, Pulse pulse, PrometheusMeterRegistry registry) {
    var builder = UptimeGuard.builder(pulse).settings(options.settings()).meters(registry);
    options.nats().ifPresent(servers -> builder.nats(servers.reveal()));
    return builder.start();
  }

  private static ValidatorExecutions executions(ExecutionsOptions options, Pulse pulse) {
    return ValidatorExecutions.builder(pulse)
        .settings(options.settings())
        .kubernetes(KubernetesConnection.builder().environment(options.environment()))
        .start();
  }

  /**
   * Gives back the memory that starting took. Later collections are small, and leave what they free
   * with the process; this one lets the heap shrink, by 20 MB where nothing else is configured.
   */
  static void settle() {
    System.gc();
  }

  /** Where a browser on this machine finds it. */
  URI uri() {
    return server.uri();
  }

  /** How many targets people keep in the dashboard. */
  int targets() {
    return parts.stream()
        .filter(Targets.class::isInstance)
        .map(Targets.class::cast)
        .mapToInt(Targets::count)
        .sum();
  }

  /** Where a browser on this machine finds the systems that are configured, by what they are. */
  Map<String, URI> systems() {
    var places = new LinkedHashMap<String, URI>();
    if (systems.uptimeGuard().isPresent()) {
      places.put("The uptime guard", server.uri().resolve(GUARD + "/"));
    }
    if (systems.validatorExecutions().isPresent()) {
      places.put("The view of validator executions", server.uri().resolve(EXECUTIONS + "/"));
    }
    if (systems.ethereumNetwork().isPresent()) {
      places.put("The watch over Ethereum networks", server.uri().resolve(ETHEREUM + "/checks"));
    }
    if (systems.repoHealth().isPresent()) {
      places.put("The health of repositories", server.uri().resolve(REPOSITORIES + "/"));
    }
    return places;
  }

  /** Stops listening, then checking, then publishing, each within its bound. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.removeFirst().close();
      } catch (Exception e) {
        log.error("A part could not be closed in order", e);
      }
    }
  }
}
