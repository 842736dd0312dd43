package dev.pulse.samples.server;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.api.Api;
import dev.pulse.samples.server.api.AuditLog;
import dev.pulse.samples.server.dashboard.Dashboard;
import dev.pulse.samples.server.status.StatusPage;
import dev.pulse.samples.server.status.StatusPages;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Authenticator;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.ServerExtension;
import dev.pulse.samples.server.web.Sessions;
import dev.pulse.samples.server.web.User;
import dev.pulse.samples.server.web.WebServer;
import dev.pulse.samples.server.web.WriteListener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a running {@link Pulse} over HTTP: REST below {@code /api/v1}, live events, a dashboard at
 * {@code /}, {@code /health} and {@code /metrics}, and whatever extensions add.
 *
 * <pre>{@code
 * try (PulseServer server = PulseServer.builder(pulse).port(0).start()) {
 *   System.out.println("open " + server.uri());
 *   // …
 * }
 * }</pre>
 *
 * <p>Close it before the {@link Pulse} it serves, which it does not own. Thread-safe.
 */
public final class PulseServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PulseServer.class);

  private final String host;
  private final String base;
  private final WebServer web;

  private PulseServer(String host, String base, WebServer web) {
    this.host = host;
    this.base = base;
    this.web = web;
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder(Pulse pulse) {
    return new Builder(pulse);
  }

  /** The port it listens on; useful when 0 was asked for. */
  public int port() {
    return web.port();
  }

  /** Every route, such as {@code GET /health}. */
  public List<String> routes() {
    return web.routes();
  }

  /** Where a browser on this machine finds it. */
  public URI uri() {
    var reachable = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    var literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + literal + ":" + port() + base + "/");
  }

  /**
   * Ends event streams, lets requests under way end, breaks off those that do not in time, and
   * stops. A second call does nothing.
   */
  @Override
  public void close() {
    web.close();
  }

  /** Builds and starts a {@link PulseServer}. Confine to one thread. */
  public static final class Builder {
    private static final String API = "/api/v1";
    private static final Pattern MOUNT = Pattern.compile("|(/[A-Za-z0-9._~-]+)+");
    private static final Set<String> OPEN = Set.of("/health", "/metrics");

    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(2);

    private final Pulse pulse;
    private final List<WebServer.Mount> mounts = new ArrayList<>();
    private final List<StatusPage> statusPages = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port = 8080;
    private final List<AccessToken> tokens = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private boolean standardApi = true;
    private String base = "";
    private int maxBody = 64 * 1024;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private @Nullable PrometheusMeterRegistry meters;
    private @Nullable Door door;
    private @Nullable Authenticator authenticator;
    private @Nullable Principal guest;

    private Builder(Pulse pulse) {
      this.pulse = requireNonNull(pulse, "pulse");
    }

    /**
     * The address to listen on; default: {@code 127.0.0.1}, this machine only. There, without a
     * token, pages may write that were loaded from {@code localhost}, from this address or through
     * a proxy, and none by another name.
     */
    public Builder host(String host) {
      this.host = requireNonNull(host, "host");
      return this;
    }

    /** The port, 0 for any that is free; default: 8080. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Serves behind a door that is there already; its address holds, not the builder's. */
    public Builder behind(Door door) {
      this.door = requireNonNull(door, "door");
      this.host = door.host();
      return this;
    }

    /** A token for everything, called {@code token}; see {@link #token}. */
    public Builder apiToken(Secret token) {
      return token(new AccessToken("token", Role.ADMIN, token));
    }

    /**
     * A token that callers can use; default: none. With one or more, every route but {@code
     * /health}, {@code /metrics} and the files of the dashboard wants one of them as bearer token,
     * or as password of basic authentication with any user name, and its role decides what the
     * caller may do. The dashboard asks for one and begins a session with it. Reports of jobs want
     * the token of their heartbeat check instead, in any case. What nobody may do namelessly, such
     * as to silence alerts, is refused without tokens.
     */
    public Builder token(AccessToken token) {
      tokens.add(requireNonNull(token, "token"));
      return this;
    }

    /**
     * Somebody who signs in to the dashboard by name and password; default: nobody. With one or
     * more, every route asks who the caller is as it does with a {@link #token}. A password is good
     * for the form of the dashboard only: programs have tokens. Names of users and tokens differ.
     */
    public Builder user(User user) {
      users.add(requireNonNull(user, "user"));
      return this;
    }

    /**
     * Has a host application say who callers are; default: nobody is asked. Then nobody gets in
     * whom it does not know, except by a {@link #token}, and the dashboard asks for none: the host
     * has its own way to sign in. Requests that change something need the header {@code
     * X-Pulse-Csrf} with any value, which the dashboard sends and no page of another site can.
     */
    public Builder authenticatedBy(Authenticator authenticator) {
      this.authenticator = requireNonNull(authenticator, "authenticator");
      return this;
    }

    /**
     * Calls whoever asks by this name, with this role; default: nobody, and what people do with
     * alerts needs a token then, so that it is known who did it. For a server on this machine that
     * one person uses: not together with tokens or a host application, and on loopback only.
     */
    public Builder guest(Principal guest) {
      this.guest = requireNonNull(guest, "guest");
      return this;
    }

    /**
     * The registry behind {@code /metrics}; default: one of the server's own. Pulse's meters and
     * the JVM's basics are added to it and removed again at the end. The page has besides them what
     * {@link dev.pulse.prometheus.export.PulseExporter} shows of each check.
     */
    public Builder meters(PrometheusMeterRegistry meters) {
      this.meters = requireNonNull(meters, "meters");
      return this;
    }

    /**
     * Whether {@code /api/v1} and the dashboard at {@code /} are served; default: true. A system
     * that is served alone switches them off and stands at the root itself.
     */
    public Builder standardApi(boolean served) {
      this.standardApi = served;
      return this;
    }

    /**
     * Serves everything below a path, {@code /health}, {@code /metrics} and extensions included:
     * for a server that others reach through a host application or a proxy, which pass paths on as
     * they are. Default: empty, the root.
     *
     * @param path empty, or such as {@code /ops/pulse}
     */
    public Builder basePath(String path) {
      this.base = requireNonNull(path, "path");
      return this;
    }

    /**
     * Adds an extension. Several may share a place, as long as their routes differ.
     *
     * @param path empty for the root, otherwise such as {@code /uptime-guard}
     */
    public Builder mount(String path, ServerExtension extension) {
      mounts.add(
          new WebServer.Mount(
              requireNonNull(path, "path"), requireNonNull(extension, "extension")));
      return this;
    }

    /**
     * Adds a page for the public below {@code /status/} and its name; default: none. It needs no
     * token of the server; a private one has a token of its own.
     */
    public Builder statusPage(StatusPage page) {
      statusPages.add(requireNonNull(page, "page"));
      return this;
    }

    /** The largest body of a request in bytes, 1 to 16 MiB; default: 64 KiB. */
    public Builder maxBody(int bytes) {
      this.maxBody = bytes;
      return this;
    }

    /** How long requests under way get at the end; default: 5 seconds. */
    public Builder closeTimeout(Duration timeout) {
      this.closeTimeout = requireNonNull(timeout, "timeout");
      return this;
    }

    /**
     * Listens.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     * @throws dev.pulse.api.PulseException when it cannot listen there
     */
    public PulseServer start() {
      validate();
      var registry =
          meters == null ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) : meters;
      var web = door == null ? WebServer.listen(host, port) : door.opened();
      var all = new ArrayList<WebServer.Mount>();
      all.add(below("", new HealthRoute(pulse, HEALTH_PATIENCE)));
      all.add(below("", new MetricsRoute(pulse, registry)));
      WriteListener writes = write -> {};
      @Nullable Sessions sessions = null;
      if (standardApi) {
        var audit = new AuditLog(pulse);
        writes = audit;
        all.add(below(API, new Api(pulse, base)));
        all.add(below(API, audit));
        if (knowsPeople() && authenticator == null) {
          sessions = new Sessions(tokens, users, base, web.port(), pulse.clock(), audit);
          all.add(below("", sessions));
        }
        all.add(below("", new Dashboard(base, sessions)));
      }
      var status = new StatusPages(pulse, statusPages, tokens, web.port(), known(sessions));
      if (!statusPages.isEmpty()) {
        all.add(below(StatusPages.MOUNT, status));
      }
      if (standardApi) {
        all.add(below(API, status.overview()));
      }
      mounts.forEach(mount -> all.add(below(mount.path(), mount.extension())));
      web.serve(
          new WebServer.Options(
              tokens,
              openPaths(sessions != null, status),
              maxBody,
              closeTimeout,
              registry,
              all,
              writes,
              Optional.ofNullable(authenticator),
              Optional.ofNullable(sessions),
              Optional.ofNullable(guest),
              pulse.clock()));
      var server = new PulseServer(host, base, web);
      log.info("Listening on {}", server.uri());
      return server;
    }

    /** Who may read everything without a token. */
    private Predicate<Request> known(@Nullable Sessions sessions) {
      var asked = authenticator;
      if (asked != null) {
        return request -> isKnownTo(asked, request);
      }
      return sessions == null ? request -> false : sessions::knows;
    }

    /** What is for everybody needs no host: where it cannot say who asks, it is nobody. */
    private static boolean isKnownTo(Authenticator host, Request request) {
      try {
        return host.ask(request).isPresent();
      } catch (HttpError e) {
        log.debug("The host application refuses whoever asks for a status page", e);
      } catch (RuntimeException e) {
        log.warn("Whoever asks for a status page is taken for a stranger", e);
      }
      return false;
    }

    private WebServer.Mount below(String path, ServerExtension extension) {
      return new WebServer.Mount(base + path, extension);
    }

    /** Whoever may sign in must see where, and whoever may not has status pages. */
    private Set<String> openPaths(boolean signIn, StatusPages status) {
      var open = new ArrayList<>(OPEN);
      if (signIn) {
        open.add("/session");
        open.addAll(Dashboard.openPaths());
      }
      if (!statusPages.isEmpty()) {
        status.openPaths().forEach(path -> open.add(StatusPages.MOUNT + path));
      }
      return open.stream().map(path -> base + path).collect(Collectors.toUnmodifiableSet());
    }

    private void validate() {
      var problems = new ArrayList<String>();
      if (guest != null && (authenticator != null || knowsPeople())) {
        problems.add("guest contradicts what knows callers: tokens, users, or a host application");
      }
      if (guest != null && !isLoopback()) {
        problems.add("guest needs a host of this machine only, such as 127.0.0.1: " + host);
      }
      if (host.isBlank()) {
        problems.add("host must not be blank");
      }
      if (port < 0 || port > 65_535) {
        problems.add("port must be 0 to 65535, but is " + port);
      }
      if (maxBody < 1 || maxBody > 16 * 1024 * 1024) {
        problems.add("maxBody must be 1 to 16777216 bytes, but is " + maxBody);
      }
      if (closeTimeout.isNegative() || closeTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
        problems.add("closeTimeout must be 0 to 5 minutes, but is " + closeTimeout);
      }
      if (!MOUNT.matcher(base).matches()) {
        problems.add("base path \"" + base + "\" must be empty or look like /ops/pulse");
      }
      for (WebServer.Mount mount : mounts) {
        if (!MOUNT.matcher(mount.path()).matches()) {
          problems.add("mount \"" + mount.path() + "\" must be empty or look like /uptime-guard");
        }
      }
      problems.addAll(tokenProblems());
      if (!users.isEmpty() && (authenticator != null || !standardApi)) {
        problems.add("users sign in to the dashboard, which asks nobody here");
      }
      var pages = new HashSet<String>();
      for (StatusPage page : statusPages) {
        if (!pages.add(page.name())) {
          problems.add("two status pages are called \"" + page.name() + "\"");
        }
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("server: " + String.join("; ", problems));
      }
      if (!knowsPeople() && authenticator == null && !isLoopback()) {
        log.warn(
            "No API token or user is set and the server listens on {}: everyone who can reach it may read and"
                + " write",
            host);
      }
    }

    private boolean knowsPeople() {
      return !tokens.isEmpty() || !users.isEmpty();
    }

    private List<String> tokenProblems() {
      var problems = new ArrayList<String>();
      var names = new HashSet<String>();
      var secrets = new HashSet<Secret>();
      for (AccessToken token : tokens) {
        if (!names.add(token.name())) {
          problems.add("two tokens are called \"" + token.name() + "\"");
        }
        if (!secrets.add(token.secret())) {
          problems.add("the token \"" + token.name() + "\" is the same as another one");
        }
      }
      for (User user : users) {
        if (!names.add(user.name())) {
          problems.add("another user or token is called \"" + user.name() + "\" already");
        }
      }
      return problems;
    }

    private boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        // Listening there will fail with a better message.
        return true;
      }
    }
  }
}
