package dev.pulse.samples.server.web;

import dev.pulse.api.PulseException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web server that serves extensions, and the one place that knows Javalin. Most users start a
 * {@link dev.pulse.samples.server.PulseServer} instead. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final Set<String> ACCOMPANYING = Set.of("HEAD", "OPTIONS");
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;
  private static final int SHUTDOWN_IDLE_MILLIS = 50;
  private static final int MAX_CONNECTIONS = 2_000;

  private final String host;
  private final Javalin javalin;
  private final Entrance entrance = new Entrance(new GracefulHandler());
  private volatile @Nullable Serving serving;

  /** What is served, once it is. */
  private record Serving(Options options, RouteTable table, Gate gate) {}

  /**
   * An extension and its place.
   *
   * @param path empty for the root, otherwise such as {@code /uptime-guard}
   * @param extension what adds the routes
   */
  public record Mount(String path, ServerExtension extension) {}

  /**
   * How to serve.
   *
   * @param tokens what callers must know one of; empty for nothing
   * @param openPaths paths that need no token, such as {@code /notes/{id}}
   * @param maxBody the largest body of a request, in bytes
   * @param closeTimeout how long requests under way get at the end
   * @param meters where the meters go
   * @param mounts what is served
   * @param writes who is told of what callers change
   * @param host who knows callers beside the tokens
   * @param sessions of those who have signed in; asked where no host is
   * @param guest who callers are where nobody has to say who it is
   * @param clock what time it is
   */
  public record Options(
      List<AccessToken> tokens,
      Set<String> openPaths,
      int maxBody,
      Duration closeTimeout,
      MeterRegistry meters,
      List<Mount> mounts,
      WriteListener writes,
      Optional<Authenticator> host,
      Optional<Sessions> sessions,
      Optional<Principal> guest,
      InstantSource clock) {
    /** Options of a server whose callers have tokens, or need none. */
    public Options(
        List<AccessToken> tokens,
        Set<String> openPaths,
        int maxBody,
        Duration closeTimeout,
        MeterRegistry meters,
        List<Mount> mounts,
        WriteListener writes) {
      this(
          tokens,
          openPaths,
          maxBody,
          closeTimeout,
          meters,
          mounts,
          writes,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          InstantSource.system());
    }

    /** Options; keeps copies of the collections. */
    public Options {
      tokens = List.copyOf(tokens);
      openPaths = Set.copyOf(openPaths);
      mounts = List.copyOf(mounts);
    }

    boolean isOpen(String path) {
      return openPaths.stream().anyMatch(open -> Route.matches(open, path));
    }
  }

  private WebServer(String host, int port) {
    this.host = host;
    this.javalin = Javalin.create(config -> configure(config, port));
  }

  /**
   * Listens, and answers 503 with the status {@code starting} until {@link #serve}.
   *
   * @param host the address to listen on
   * @param port the port; 0 for any that is free
   * @throws PulseException when it cannot listen there
   */
  public static WebServer listen(String host, int port) {
    var server = new WebServer(host, port);
    try {
      server.javalin.start();
    } catch (JavalinException e) {
      throw new PulseException("cannot listen on " + host + ":" + port + ": " + rootMessage(e), e);
    }
    server.leaveIdleConnectionsSoon();
    return server;
  }

  /**
   * Listens, installs the extensions and lets requests in.
   *
   * @throws PulseException when it cannot listen there
   * @throws IllegalArgumentException when two extensions have the same route
   */
  public static WebServer start(String host, int port, Options options) {
    var server = listen(host, port);
    server.serve(options);
    return server;
  }

  /**
   * Installs the extensions and lets requests in. Once; when it fails the server is closed.
   *
   * @throws IllegalArgumentException when two extensions have the same route
   */
  public void serve(Options options) {
    var guesses = new Guesses(options.clock(), options.meters(), options.writes());
    var table = new RouteTable(options.meters(), guesses);
    table.resources().push(guesses);
    try {
      options.mounts().forEach(table::install);
      table.describe();
      table.addPreflights();
      javalin.jettyServer().server().setStopTimeout(options.closeTimeout().toMillis());
      addRoutes(table, options);
      serving =
          new Serving(
              options,
              table,
              new Gate(
                  options,
                  guesses,
                  (method, path) -> options.isOpen(path) || table.isOpen(method, path),
                  table::origins,
                  new OwnNames(host, port())));
      entrance.open();
    } catch (RuntimeException e) {
      closeResources(table);
      stop();
      throw e;
    }
  }

  /** Nobody is looked up in the routes while they are added: the entrance is still closed. */
  private void addRoutes(RouteTable table, Options options) {
    var book = new WriteBook(options.writes());
    for (Route route : table.routes()) {
      // Whoever writes without a token where others need one is no person: a job that reports.
      boolean noted =
          route.writes() && !route.open() && !options.openPaths().contains(route.path());
      javalin.unsafe.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method()),
          route.path(),
          context ->
              Exchange.send(
                  context,
                  noted
                      ? book.noted(
                          context, () -> Exchange.answer(context, route, options.maxBody()))
                      : Exchange.answer(context, route, options.maxBody())));
    }
  }

  private static String rootMessage(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Connections that callers keep open without a request hold up the end by a second otherwise. */
  private void leaveIdleConnectionsSoon() {
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof AbstractConnector known) {
        known.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Every route, such as {@code GET /notes/{id}}; those that come with it go without saying. */
  public List<String> routes() {
    return serving().table().routes().stream()
        .filter(route -> !ACCOMPANYING.contains(route.method()))
        .map(route -> route.method() + " " + route.path())
        .toList();
  }

  /**
   * Lets requests under way end, within the time that was set, breaks off those that do not, and
   * stops.
   */
  @Override
  public void close() {
    var served = serving;
    if (served != null) {
      closeResources(served.table());
    }
    stop();
  }

  private void stop() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // It has stopped all the same.
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      log.warn("Requests under way did not end in time, and were broken off");
    }
  }

  private Serving serving() {
    var served = serving;
    if (served == null) {
      throw new IllegalStateException("nothing is served yet");
    }
    return served;
  }

  private static void closeResources(RouteTable table) {
    for (var resource = table.resources().poll();
        resource != null;
        resource = table.resources().poll()) {
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("Closing {} failed", resource.getClass().getName(), e);
      }
    }
  }

  private void configure(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.router.ignoreTrailingSlashes = false;
    config.jetty.host = host;
    config.jetty.port = port;
    config.jetty.threadPool = threads();
    config.jetty.modifyServer(this::configure);
    config.jetty.modifyHttpConfiguration(WebServer::configure);
    config.routes.before(
        context -> {
          Exchange.prepare(context);
          serving().gate().check(context);
        });
    config.routes.exception(Exception.class, (failure, context) -> fail(context, failure));
    config.routes.exception(
        HttpResponseException.class, (failure, context) -> fail(context, failure));
    config.router.javaLangErrorHandler(
        (response, failure) -> {
          log.error("A request failed", failure);
          response.setStatus(500);
        });
  }

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("pulse-server");
    return threads;
  }

  private void configure(Server server) {
    server.setHandler(entrance);
    server.setErrorHandler(new BareErrors());
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private void fail(Context context, Exception failure) {
    var table = serving().table();
    var error = Failures.error(context, failure, table);
    var response = table.renderer(context.path()).render(Exchange.bare(context), error);
    for (var header : error.headers().entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    Exchange.send(context, response.withStatus(error.status()));
  }
}
