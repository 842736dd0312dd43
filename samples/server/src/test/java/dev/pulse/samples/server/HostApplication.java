package dev.pulse.samples.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web application that somebody else wrote: it has people who log in, pages of its own, and the
 * dashboard at a place of its choice, for those who are on call.
 */
final class HostApplication implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Cookie", "Content-Type", "Accept", "X-Pulse-Csrf", "Authorization");

  private final Map<String, Principal> logins = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpClient client = HttpClient.newHttpClient();
  private final PulseServer dashboard;
  private final HttpServer web;

  HostApplication(Pulse pulse) throws IOException {
    dashboard =
        PulseServer.builder(pulse)
            .port(0)
            .basePath("/ops/pulse")
            .authenticatedBy(this::user)
            .start();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.setExecutor(threads);
    web.createContext("/login", this::logIn);
    web.createContext("/ops/pulse", this::passOn);
    web.start();
  }

  int port() {
    return web.getAddress().getPort();
  }

  /** Where the dashboard listens; outside of a test nobody else could reach it. */
  int dashboardPort() {
    return dashboard.port();
  }

  private Optional<Principal> user(Request request) {
    return request
        .header("Cookie")
        .filter(cookie -> cookie.startsWith("host="))
        .map(cookie -> logins.get(cookie.substring("host=".length())));
  }

  /** This application believes everybody. */
  private void logIn(HttpExchange exchange) throws IOException {
    try (exchange) {
      var name = exchange.getRequestURI().getQuery();
      var id = UUID.randomUUID().toString();
      logins.put(id, new Principal(name, name.equals("otto") ? Role.OPERATOR : Role.VIEWER));
      exchange.getResponseHeaders().add("Set-Cookie", "host=" + id);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void passOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target =
          URI.create("http://127.0.0.1:" + dashboard.port() + exchange.getRequestURI().toString());
      var body = exchange.getRequestBody().readAllBytes();
      var request =
          HttpRequest.newBuilder(target)
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      for (String name : PASSED_ON) {
        var value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          request.header(name, value);
        }
      }
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    web.stop(0);
    threads.shutdownNow();
    dashboard.close();
  }
}
