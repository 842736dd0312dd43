package dev.pulse.samples.server.dashboard;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody else's application has sessions of its own and a place for Pulse below {@code
 * /ops/pulse}: it lets in whom it knows, and passes the rest on with the token of their role.
 */
class HostApplicationTest {
  private static final Secret OPERATOR = Secret.of("what-the-host-sends-for-ada");
  private static final Secret VIEWER = Secret.of("what-the-host-sends-for-bob");
  private static final Map<String, Secret> SESSIONS =
      Map.of("session=of-ada", OPERATOR, "session=of-bob", VIEWER);
  private static final List<String> PASSED = List.of("Content-Type", "ETag", "Cache-Control");

  private final Watched watched = new Watched().withShop();
  private final PulseServer pulse =
      PulseServer.builder(watched.pulse())
          .port(0)
          .basePath("/ops/pulse")
          .token(new AccessToken("ada", Role.OPERATOR, OPERATOR))
          .token(new AccessToken("bob", Role.VIEWER, VIEWER))
          .start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer host;

  HostApplicationTest() throws IOException {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.setExecutor(threads);
    host.createContext("/ops/pulse", this::pass);
    host.start();
  }

  @AfterEach
  void close() {
    host.stop(0);
    threads.shutdownNow();
    pulse.close();
    watched.close();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var token = SESSIONS.get(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
      if (token == null) {
        exchange.getResponseHeaders().set("Location", "/login");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + pulse.port() + exchange.getRequestURI()))
              .header("Authorization", "Bearer " + token.reveal())
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      answer(exchange, client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer)
      throws IOException {
    for (String name : PASSED) {
      answer
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
    }
    exchange.sendResponseHeaders(answer.statusCode(), 0);
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

  @Test
  void whomTheHostDoesNotKnowIsLedToItsSignIn() throws Exception {
    var answer = client.send(to("").build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).contains("/login");
  }

  @Test
  void everythingInTheDashboardIsFoundThroughTheHost() throws Exception {
    var page = as("ada", to("")).body();
    var addresses = Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(page);
    int found = 0;
    for (; addresses.find(); found++) {
      assertThat(as("ada", to(addresses.group(1))).statusCode())
          .as(addresses.group(1))
          .isEqualTo(200);
    }

    assertThat(found).isGreaterThan(10);
    assertThat(as("ada", to("api/v1/overview")).body()).contains("\"The shop\"");
  }

  @Test
  void whoTheHostSaysItIsDecidesWhatMayBeDone() throws Exception {
    assertThat(object(as("bob", to("dashboard.json")).body()).get("caller"))
        .isEqualTo(Map.of("name", "bob", "role", "viewer"));
    assertThat(as("bob", to("api/v1/checks/shop/pause").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(403);
    assertThat(as("ada", to("api/v1/checks/shop/pause").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(200);
    assertThat(watched.pulse().check("shop").orElseThrow().paused()).isTrue();
  }

  @Test
  void eventsComeThroughTheHostAsTheyHappen() throws Exception {
    var request = to("api/v1/overview/events").header("Cookie", "session=of-ada").build();
    try (var stream = client.send(request, BodyHandlers.ofInputStream()).body();
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      assertThat(reader.readLine()).isEqualTo("retry: 3000");
      watched.pass(Duration.ofSeconds(5));

      var line = reader.readLine();
      while (!line.startsWith("data: {\"checks\"")) {
        line = reader.readLine();
      }
      assertThat(line).contains("\"name\":\"shop\"");
    }
  }

  private HttpResponse<String> as(String who, HttpRequest.Builder request) throws Exception {
    return client.send(
        request.header("Cookie", "session=of-" + who).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + host.getAddress().getPort() + "/ops/pulse/" + path))
        .timeout(Duration.ofSeconds(20));
  }
}
