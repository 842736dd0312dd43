package dev.pulse.samples.uptimeguard;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.route.Route;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.environment.StoreStart;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the guard as a program of its own, from the variables of the seed. */
public final class UptimeGuardMain {
  private static final Logger log = LoggerFactory.getLogger(UptimeGuardMain.class);

  private UptimeGuardMain() {}

  /** A guard that runs. */
  public static final class RunningGuard implements AutoCloseable {
    private final Deque<AutoCloseable> parts;
    private final int port;

    private RunningGuard(Deque<AutoCloseable> parts, int port) {
      this.parts = parts;
      this.port = port;
    }

    /** The port it listens on. */
    public int port() {
      return port;
    }

    /** Stops listening, then probing, then publishing. A second call does nothing. */
    @Override
    public void close() {
      closeAll(parts);
    }
  }

  /**
   * Starts the guard.
   *
   * @param environment variables by name
   * @param out where to say that it runs
   * @param err where to say what somebody should change
   * @throws ConfigurationException with everything that is wrong with the variables, or because the
   *     store cannot be opened; nothing runs then
   * @throws dev.pulse.api.PulseException when the port cannot be listened on; nothing runs then
   */
  public static RunningGuard run(
      Map<String, String> environment, PrintStream out, PrintStream err) {
    var configuration = GuardConfiguration.from(environment);
    configuration.warnings().forEach(warning -> err.println("Warning: " + warning));
    configuration.notes().forEach(log::info);
    // Closed in the opposite order: what is stored at the very end is still published.
    var parts = new ArrayDeque<AutoCloseable>();
    try {
      var server = assemble(configuration, parts);
      out.println("Uptime guard is ready at " + server.uri());
      return new RunningGuard(parts, server.port());
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static PulseServer assemble(
      GuardConfiguration configuration, Deque<AutoCloseable> parts) {
    var pulse = StoreStart.real().open(() -> start(configuration, configuration.route()));
    parts.push(pulse);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var builder = UptimeGuard.builder(pulse).settings(configuration.settings()).meters(registry);
    configuration.nats().ifPresent(servers -> builder.nats(servers, NatsBus.RETRY));
    WarmUp.run();
    var guard = builder.start();
    parts.addLast(guard);
    var server = PulseServer.builder(pulse).host(configuration.host()).port(configuration.port());
    configuration.settings().apiToken().ifPresent(server::apiToken);
    var listening = server.meters(registry).standardApi(false).mount("", guard.routes()).start();
    parts.push(listening);
    return listening;
  }

  private static Pulse start(GuardConfiguration configuration, Optional<Route> route) {
    var store = configuration.database().open();
    try {
      var builder =
          Pulse.builder()
              .store(store)
              .concurrency(configuration.concurrency())
              .startSpread(Duration.ZERO);
      configuration
          .retention()
          .map(results -> Retention.builder().results(results).build())
          .ifPresent(builder::retention);
      route.ifPresent(builder::route);
      return builder.start();
    } catch (RuntimeException e) {
      // The next attempt would otherwise be refused by the lock of this one.
      store.close();
      throw e;
    }
  }

  /**
   * Writes the tables of the seed as SQL that SQLite and PostgreSQL load. The guard must not be
   * running on the same store.
   *
   * @param environment variables by name; {@code DATABASE_URL} says where to read
   * @param file where to write; replaced when it is there
   * @throws ConfigurationException with everything that is wrong with the variables, or because the
   *     store cannot be opened or read
   * @throws IOException when the file cannot be written
   */
  public static void export(Map<String, String> environment, Path file) throws IOException {
    var configuration = GuardConfiguration.from(environment);
    // Without a route: what waits to be told is for the guard to tell.
    try (var pulse = start(configuration, Optional.empty())) {
      new SqlExport(pulse).writeTo(file);
    } catch (StoreException e) {
      throw StoreStart.failed(e);
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("A part of the guard could not be closed in order", e);
      }
    }
  }
}
