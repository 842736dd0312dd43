package dev.pulse.samples.ethereum;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.config.ListenAddress;
import dev.pulse.samples.server.environment.StoreStart;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.ServerExtension;
import dev.pulse.samples.server.web.WebServer;
import dev.pulse.samples.server.web.Write;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the system as a program of its own, from its variables. */
public final class EthereumNetworkMain {
  private static final Logger log = LoggerFactory.getLogger(EthereumNetworkMain.class);
  private static final int MAX_BODY = 64 * 1024;

  // Three servers, the queue, and Pulse, which takes its time three times (runs, results,
  // messages): less than 30 seconds together, after which a container is killed.
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);
  private static final Duration LAST_RUNS = Duration.ofSeconds(6);

  private EthereumNetworkMain() {}

  /** A system that runs. */
  public static final class RunningNetwork implements AutoCloseable {
    private final Deque<AutoCloseable> parts;
    private final int metricsPort;
    private final int healthPort;
    private final int apiPort;

    private RunningNetwork(
        Deque<AutoCloseable> parts, int metricsPort, int healthPort, int apiPort) {
      this.parts = parts;
      this.metricsPort = metricsPort;
      this.healthPort = healthPort;
      this.apiPort = apiPort;
    }

    /** Where the metrics are. */
    public int metricsPort() {
      return metricsPort;
    }

    /** Where health and readiness are. */
    public int healthPort() {
      return healthPort;
    }

    /** Where the commands are. */
    public int apiPort() {
      return apiPort;
    }

    /** Stops listening, then running, then remembering. A second call does nothing. */
    @Override
    public void close() {
      closeAll(parts);
    }
  }

  /**
   * Starts the system.
   *
   * @param configuration what the environment says
   * @param out where to say that it runs
   * @throws ConfigurationException because the store cannot be opened; nothing runs then
   * @throws dev.pulse.api.PulseException when a port cannot be listened on; nothing runs then
   */
  public static RunningNetwork run(EthereumConfiguration configuration, PrintStream out) {
    configuration.notes().forEach(log::info);
    var parts = new ArrayDeque<AutoCloseable>();
    try {
      var running = assemble(configuration, parts);
      out.println("Ethereum network is ready at http://localhost:" + running.apiPort() + "/");
      log.info(
          "Listening: commands on port {}, metrics on {}, health on {}",
          running.apiPort(),
          running.metricsPort(),
          running.healthPort());
      return running;
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static RunningNetwork assemble(
      EthereumConfiguration configuration, Deque<AutoCloseable> parts) {
    var alerts = EthereumAlerts.of(configuration);
    var pulse = StoreStart.real().open(() -> pulse(configuration, alerts));
    parts.push(pulse);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var network = EthereumNetwork.builder(pulse, configuration, alerts).meters(registry).start();
    parts.push(network);
    var metrics = serve(configuration.metricsAddress(), List.of(), network.metrics(), registry);
    parts.push(metrics);
    var health = serve(configuration.healthAddress(), List.of(), network.health(), registry);
    parts.push(health);
    var tokens =
        configuration.apiToken().stream()
            .map(secret -> new AccessToken("token", Role.ADMIN, secret))
            .toList();
    var api = serve(configuration.apiAddress(), tokens, network.routes(), registry);
    parts.push(api);
    return new RunningNetwork(parts, metrics.port(), health.port(), api.port());
  }

  private static Pulse pulse(EthereumConfiguration configuration, EthereumAlerts alerts) {
    var store = configuration.database().open();
    try {
      return pulse(configuration, alerts, store).start();
    } catch (RuntimeException e) {
      // The next attempt would otherwise be refused by the lock of this one.
      store.close();
      throw e;
    }
  }

  /** Pulse for this system alone: its history is kept as long as the logs of runs. */
  static Pulse.Builder pulse(
      EthereumConfiguration configuration, EthereumAlerts alerts, Store store) {
    return Pulse.builder()
        .store(store)
        .retention(Retention.builder().results(configuration.retention()).build())
        .route(alerts.route())
        .closeTimeout(LAST_RUNS);
  }

  private static WebServer serve(
      ListenAddress address,
      List<AccessToken> tokens,
      ServerExtension extension,
      PrometheusMeterRegistry registry) {
    return WebServer.start(
        address.host(),
        address.port(),
        new WebServer.Options(
            tokens,
            Set.of(),
            MAX_BODY,
            LAST_REQUESTS,
            registry,
            List.of(new WebServer.Mount("", extension)),
            EthereumNetworkMain::note));
  }

  private static void note(Write write) {
    log.info("{} {} from {}: {}", write.method(), write.path(), write.from(), write.status());
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("A part of the system could not be closed in order", e);
      }
    }
  }
}
