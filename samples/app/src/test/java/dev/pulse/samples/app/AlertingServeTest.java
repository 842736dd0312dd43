package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** From a file to a message that arrives, and to one that does not. */
class AlertingServeTest {
  private static final String PATH = "/services/hunter2";
  private static final String TOKEN = "the-token-of-ada-hunter3";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final FaultServer nobody = FaultServer.start(Fault.REFUSED);
  private final HttpServer receiver;
  private volatile int status = 200;

  AlertingServeTest() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    logged.start();
    root.addAppender(logged);
    receiver.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    nobody.close();
    root.detachAppender(logged);
  }

  private Path file() throws IOException {
    return Files.writeString(
        folder.resolve("pulse.yaml"),
        """
        server:
          port: 0
          tokens: [{name: ada, role: admin, token: "${TOKEN}"}]
        store: {memory: true}
        rules: [{when: failing, after: 1, severity: critical}]
        checks:
          - {name: shop, type: tcp, address: "127.0.0.1:%d", every: 1h, labels: {team: shop}}
        channels:
          - {name: ops, type: webhook, url: "${HOOK}", signing-secret: "${TOKEN}"}
          - {name: spare, type: console}
        route:
          channels: [ops]
          group-wait: 0s
          group-by: [team]
        """
            .formatted(nobody.port()));
  }

  private Cli cli() {
    var hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + PATH;
    return new Cli(Map.of("HOOK", hook, "TOKEN", TOKEN));
  }

  @Test
  void aMessageShowsWhatWasMeasuredBefore() throws Exception {
    var measured = new CountDownLatch(2);
    var shop = new AtomicInteger(200);
    receiver.createContext(
        "/shop",
        exchange -> {
          exchange.sendResponseHeaders(shop.get(), -1);
          exchange.close();
          measured.countDown();
        });
    receiver.createContext(
        PATH,
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var posted = "{\"id\":\"1\",\"channel_id\":\"2\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, posted.length);
          exchange.getResponseBody().write(posted);
          exchange.close();
        });
    var address = "http://127.0.0.1:" + receiver.getAddress().getPort();
    var file =
        Files.writeString(
            folder.resolve("chart.yaml"),
            """
            server: {port: 0}
            store: {memory: true}
            rules: [{when: failing, after: 1}]
            checks: [{name: shop, type: http, url: "%s/shop", every: 1s}]
            channels: [{name: team, type: discord, url: "${HOOK}", chart: 1h}]
            route: {channels: [team], group-wait: 0s}
            """
                .formatted(address));
    try (var serving = cli().serve("serve", "--config", file.toString())) {
      assertThat(measured.await(30, TimeUnit.SECONDS)).isTrue();
      shop.set(500);

      assertThat(bodies.poll(30, TimeUnit.SECONDS)).as("to %s", serving).contains("Critical: shop");
      // The picture is added to the message once that is delivered.
      assertThat(bodies.poll(30, TimeUnit.SECONDS))
          .contains("filename=\"latency-shop.png\"", "PNG");
    }
  }

  @Test
  void aFailureBecomesAMessageThatSomebodyTakesOver() throws Exception {
    try (var serving = cli().serve("serve", "--config", file().toString())) {
      var message = bodies.poll(30, TimeUnit.SECONDS);

      assertThat(message).contains("\"kind\":\"first\"", "shop", "critical");
      var alerts = ask(serving, "GET", "alerts").body();
      var id = first("\"incident\":(\\d+)", alerts);
      assertThat(ask(serving, "POST", "incidents/" + id + "/acknowledge").body())
          .contains("\"by\":\"ada\"");
      assertThat(ask(serving, "GET", "incidents/" + id + "/explain").body())
          .contains("acknowledged by ada", "ops");
      assertThat(ask(serving, "GET", "audit").body())
          .contains("/api/v1/incidents/" + id + "/acknowledge");
    }
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("channels[1].name: is \"spare\", which no route names"));
  }

  @Test
  void whatTheReceiverRefusesIsSetAsideAndNoSecretIsShownAnywhere() throws Exception {
    status = 403;
    var cli = cli();
    var seen = new ArrayList<String>();
    try (var serving = cli.serve("serve", "--config", file().toString())) {
      assertThat(bodies.poll(30, TimeUnit.SECONDS)).isNotNull();
      var dead = awaitDead(serving);
      var id = first("\"incidents\":\\[(\\d+)", dead);
      seen.add(dead);
      for (var path :
          List.of(
              "alerts",
              "routes",
              "outbox",
              "audit",
              "silences",
              "incidents",
              "incidents/" + id + "/explain")) {
        seen.add(ask(serving, "GET", path).body());
      }
      seen.add(ask(serving, "POST", "channels/ops/test").body());
      seen.add(serving.get("/metrics").body());
    }
    assertThat(seen.get(0)).contains("403");
    assertThat(seen.get(7)).contains("403");
    logged.list.forEach(
        event -> {
          seen.add(event.getFormattedMessage());
          seen.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        });
    seen.add(cli.out());
    seen.add(cli.err());
    assertThat(seen).noneMatch(text -> text.contains("hunter"));
    assertThat(bodies).noneMatch(text -> text.contains("hunter"));
  }

  /** Asks for what was given up until there is something. */
  private String awaitDead(Cli.Serving serving) throws Exception {
    var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    var answer = "";
    while (!answer.contains("\"state\":\"dead\"") && System.nanoTime() < end) {
      answer = ask(serving, "GET", "outbox?state=dead").body();
    }
    assertThat(answer).contains("\"state\":\"dead\"");
    return answer;
  }

  private static String first(String pattern, String text) {
    var match = Pattern.compile(pattern).matcher(text);
    assertThat(match.find()).as("%s in %s", pattern, text).isTrue();
    return match.group(1);
  }

  private static HttpResponse<String> ask(Cli.Serving serving, String method, String path)
      throws Exception {
    URI uri = serving.uri().resolve("/api/v1/" + path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, BodyPublishers.noBody());
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
