package dev.pulse.samples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.config.Secret;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.TcpCheck;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web application that somebody else wrote: it has people who log in to it, pages of its own, and
 * the dashboard below {@code /ops/pulse}, for those who are on call. The browser trial starts it as
 * well.
 */
public final class HostApplication implements AutoCloseable {
  private static final String PLACE = "/ops/pulse";
  private static final String COOKIE = "shop_session=";
  private static final Map<String, Role> STAFF = Map.of("otto", Role.OPERATOR, "vera", Role.VIEWER);

  /** What the dashboard is told of a request. Origin was judged here, and Host is another. */
  private static final List<String> ASKED =
      List.of("Accept", "Content-Type", "If-None-Match", "X-Pulse-Csrf");

  /** What belongs to the connection, and not to the answer. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "date", "transfer-encoding", ":status");

  private final Map<String, String> logins = new ConcurrentHashMap<>();
  private final Map<Role, Secret> tokens;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PulseServer dashboard;
  private final HttpServer web;

  private HostApplication(PulseServer.Builder builder, Map<Role, Secret> tokens)
      throws IOException {
    this.tokens = tokens;
    if (tokens.isEmpty()) {
      builder.authenticatedBy(this::caller);
    }
    tokens.forEach((role, token) -> builder.token(new AccessToken("shop " + role, role, token)));
    dashboard = builder.port(0).basePath(PLACE).start();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.setExecutor(threads);
    web.createContext("/", this::home);
    web.createContext("/login", this::logIn);
    web.createContext("/logout", this::logOut);
    web.createContext(PLACE, this::passOn);
    web.start();
  }

  /** Says itself who somebody is, when the dashboard asks. */
  static HostApplication withFunction(Pulse pulse) throws IOException {
    return new HostApplication(PulseServer.builder(pulse), Map.of());
  }

  /** Sends a token for the role that somebody has, as a host in another process would. */
  static HostApplication withTokens(Pulse pulse) throws IOException {
    var tokens = new EnumMap<Role, Secret>(Role.class);
    for (Role role : Role.values()) {
      tokens.put(role, Secret.of(UUID.randomUUID().toString()));
    }
    return new HostApplication(PulseServer.builder(pulse), tokens);
  }

  /** Runs until it is killed: with the dashboard of one check, of the port that is given. */
  public static void main(String[] arguments) throws IOException {
    var pulse =
        Pulse.builder()
            .check(
                "shop",
                TcpCheck.to("127.0.0.1", Integer.parseInt(arguments[0])).build(),
                Schedules.every(Duration.ofSeconds(1)))
            .start();
    System.out.println("ready at http://127.0.0.1:" + withFunction(pulse).port() + "/");
  }

  int port() {
    return web.getAddress().getPort();
  }

  /** Where the dashboard listens; outside of a test nobody else could reach it. */
  int dashboardPort() {
    return dashboard.port();
  }

  /** Called by the dashboard, for each request. */
  private Optional<Principal> caller(Request request) {
    return request.header("Cookie").flatMap(this::loggedIn).map(this::principal);
  }

  private Principal principal(String name) {
    return new Principal(name, STAFF.getOrDefault(name, Role.VIEWER));
  }

  private Optional<String> loggedIn(String cookies) {
    return List.of(cookies.split(";", -1)).stream()
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE))
        .flatMap(
            cookie -> Optional.ofNullable(logins.get(cookie.substring(COOKIE.length()))).stream())
        .findFirst();
  }

  private Optional<String> loggedIn(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"))
        .flatMap(this::loggedIn);
  }

  private void home(HttpExchange exchange) throws IOException {
    try (exchange) {
      var page =
          loggedIn(exchange).isPresent()
              ? "<h1>The shop</h1><a href=\"ops/pulse/\">On call</a>"
              : "<h1>The shop</h1><form method=\"post\" action=\"login\"><label>Name <input"
                  + " name=\"name\"></label><button>Log in</button></form>";
      var bytes = ("<!doctype html><title>The shop</title>" + page).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** This application believes everybody. */
  private void logIn(HttpExchange exchange) throws IOException {
    try (exchange) {
      var form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var id = UUID.randomUUID().toString();
      logins.put(id, URLDecoder.decode(form.replaceFirst("^name=", ""), UTF_8));
      exchange
          .getResponseHeaders()
          .set("Set-Cookie", COOKIE + id + "; Path=/; HttpOnly; SameSite=Lax");
      redirect(exchange, "/");
    }
  }

  private void logOut(HttpExchange exchange) throws IOException {
    try (exchange) {
      loggedIn(exchange).ifPresent(name -> logins.values().removeIf(name::equals));
      redirect(exchange, "/");
    }
  }

  private static void redirect(HttpExchange exchange, String place) throws IOException {
    exchange.getResponseHeaders().set("Location", place);
    exchange.sendResponseHeaders(303, -1);
  }

  private void passOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      var name = loggedIn(exchange);
      boolean page = exchange.getRequestURI().getPath().equals(PLACE + "/");
      if (name.isEmpty() && page) {
        redirect(exchange, "/");
        return;
      }
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + dashboard.port() + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String header : ASKED) {
        pass(exchange, header, request);
      }
      if (tokens.isEmpty()) {
        pass(exchange, "Cookie", request);
      } else if (name.isPresent()) {
        var token = tokens.get(principal(name.get()).role());
        request.header("Authorization", "Bearer " + token.reveal());
      }
      answer(exchange, client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(HttpExchange exchange, String header, HttpRequest.Builder request) {
    var value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      request.header(header, value);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer)
      throws IOException {
    answer.headers().map().entrySet().stream()
        .filter(header -> !HOP_BY_HOP.contains(header.getKey()))
        .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
    int status = answer.statusCode();
    exchange.sendResponseHeaders(status, status == 204 || status == 304 ? -1 : 0);
    var buffer = new byte[8192];
    try (var in = answer.body();
        var out = exchange.getResponseBody()) {
      // Piece by piece, as it comes: events must not wait for each other.
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    web.stop(0);
    threads.shutdownNow();
    dashboard.close();
  }
}
