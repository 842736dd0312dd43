package dev.pulse.samples.executions;

import dev.pulse.api.PulseException;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.store.Retention;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.StoreStart;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.ServerExtension;
import dev.pulse.samples.server.web.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.event.Level;

/** Starts the system as a program of its own, from the variables of the seed. */
public final class ValidatorExecutionsMain {
  /** Ours, and what the parts say that it is made of. */
  private static final List<String> LOGGERS = List.of(ExecutionLog.LOGGER, "dev.pulse");

  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int MAX_BODY = 64 * 1024;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration IN_MEMORY = Duration.ofHours(1);
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private ValidatorExecutionsMain() {}

  /** A system that runs. */
  public static final class RunningExecutions implements AutoCloseable {
    private final Deque<AutoCloseable> parts;
    private final int port;

    private RunningExecutions(Deque<AutoCloseable> parts, int port) {
      this.parts = parts;
      this.port = port;
    }

    /** The port it listens on. */
    public int port() {
      return port;
    }

    /** Stops listening, then asking. A second call does nothing. */
    @Override
    public void close() {
      closeAll(parts);
    }
  }

  /**
   * Starts the system. It does not wait for the cluster: whatever is wrong with that is told by the
   * answers.
   *
   * @param environment variables by name
   * @param out where to say that it runs
   * @param levels sets how much a logger says, by its name
   * @throws ConfigurationException with everything that is wrong with the variables, or because
   *     nobody can listen there, or because the store cannot be opened; nothing runs then
   */
  public static RunningExecutions run(
      Map<String, String> environment, PrintStream out, BiConsumer<String, Level> levels) {
    return run(environment, out, levels, KubernetesConnection.builder().environment(environment));
  }

  static RunningExecutions run(
      Map<String, String> environment,
      PrintStream out,
      BiConsumer<String, Level> levels,
      KubernetesConnection.Builder kubernetes) {
    var configuration = ExecutionsConfiguration.from(environment);
    LOGGERS.forEach(logger -> levels.accept(logger, configuration.logLevel()));
    var log = new ExecutionLog();
    configuration.warnings().forEach(log::warn);
    // The first is closed first.
    var parts = new ArrayDeque<AutoCloseable>();
    try {
      var web = listen(configuration);
      parts.addLast(web);
      serve(configuration, web, parts, kubernetes);
      var uri = uri(configuration.host(), web.port());
      log.listening(uri);
      out.println("Validator executions are ready at " + uri);
      return new RunningExecutions(parts, web.port());
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  /** Before anything else: a port that is taken is told before a pod is asked. */
  private static WebServer listen(ExecutionsConfiguration configuration) {
    try {
      return WebServer.listen(configuration.host(), configuration.port());
    } catch (PulseException e) {
      var problem =
          isOurs(configuration.address())
              ? new Problem("", "PORT", "is in use, or not everybody may listen on it")
              : new Problem("", "HOST", "is not an address of this machine");
      var refused = new ConfigurationException(List.of(problem));
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Nobody knows: the port is what people change.
      return true;
    }
  }

  private static void serve(
      ExecutionsConfiguration configuration,
      WebServer web,
      Deque<AutoCloseable> parts,
      KubernetesConnection.Builder kubernetes) {
    var pulse = StoreStart.real().open(() -> start(configuration));
    parts.addLast(pulse);
    var executions =
        ValidatorExecutions.builder(pulse)
            .settings(configuration.settings())
            .kubernetes(kubernetes)
            .start();
    parts.addLast(executions);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    web.serve(
        new WebServer.Options(
            List.of(),
            Set.of(),
            MAX_BODY,
            CLOSE_TIMEOUT,
            registry,
            mounts(executions, registry),
            write -> {}));
  }

  /** Everything that is served: the routes of the seed at the root, with metrics of their own. */
  static List<WebServer.Mount> mounts(
      ValidatorExecutions executions, PrometheusMeterRegistry registry) {
    var routes = new ExecutionRoutes(executions, executions.requests());
    ServerExtension metrics =
        more ->
            more.get(
                "/metrics",
                routes.counted(
                    "/metrics",
                    request -> Response.text(200, TEXT_FORMAT, registry.scrape(TEXT_FORMAT))));
    return List.of(new WebServer.Mount("", routes), new WebServer.Mount("", metrics));
  }

  private static Pulse start(ExecutionsConfiguration configuration) {
    var store = configuration.database().map(DatabaseUrl::open).orElseGet(Stores::memory);
    boolean remembers = configuration.database().isPresent();
    try {
      return Pulse.builder()
          .store(store)
          .retention(Retention.builder().results(remembers ? REMEMBERED : IN_MEMORY).build())
          .start();
    } catch (RuntimeException e) {
      // The next attempt would otherwise be refused by the lock of this one.
      store.close();
      throw e;
    }
  }

  private static URI uri(String host, int port) {
    var reachable = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    try {
      return new URI("http", null, reachable, port, "/", null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a host that can be listened on can stand in an address", e);
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        new ExecutionLog().failed("A part could not be closed in order", e);
      }
    }
  }
}
