package dev.pulse.prometheus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes, with the rules that are shipped. */
@Timeout(60)
class RealPrometheusTest {
  private static final String NOTHING = "\"result\":[]";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<String> answered = new AtomicReference<>("");

  @Test
  void prometheusReadsOpenMetricsAndForgetsASeriesThatEnds() throws Exception {
    assumeThat(Peers.has("prometheus")).isTrue();
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with(
              "mail",
              Sample.gauge("depth", Labels.of("queue", "a \"b\" \\ ü\n"), 17),
              Sample.counter("sent_total", Labels.empty(), 4),
              Sample.counter("odd", Labels.empty(), 5))
          .with("disk", Sample.gauge("free", 0.5));
      var server = serve(exporter);
      int port = freePort();
      var prometheus = start(port, server.getAddress().getPort());
      try {
        assertThat(await(port, "depth", answer -> !answer.contains(NOTHING)))
            .contains("\"check\":\"mail\"", "\"queue\":\"a \\\"b\\\" \\\\ ü\\n\"", "\"17\"");
        assertThat(answered.get()).startsWith("application/openmetrics-text");
        assertThat(ask(port, "sum(sent_total + on(check) odd)")).contains("\"9\"");
        assertThat(ask(port, "sum(pulse_runs_total{status=\"pass\"})")).contains("\"2\"");
        assertThat(ask(port, "count by (check) (pulse_check_up == 1)")).contains("mail", "disk");

        watching.pulse().remove("mail");

        await(port, "depth", answer -> answer.contains(NOTHING));
        assertThat(ask(port, "free")).contains("\"0.5\"");
        assertThat(ask(port, "pulse_check_up")).contains("disk").doesNotContain("mail");
      } finally {
        server.stop(0);
        prometheus.destroy();
        if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
          prometheus.destroyForcibly();
        }
      }
    }
  }

  private HttpServer serve(PulseExporter exporter) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(loopback, 0);
    server.createContext(
        "/metrics",
        exchange -> {
          var scrape = exporter.scrape(exchange.getRequestHeaders().getFirst("Accept"));
          answered.set(scrape.contentType());
          exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
          exchange.sendResponseHeaders(200, scrape.length());
          scrape.writeTo(exchange.getResponseBody());
          exchange.close();
        });
    server.start();
    return server;
  }

  private Process start(int port, int pulse) throws IOException {
    var config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        rule_files: ["%s"]
        scrape_configs:
          - job_name: pulse
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(Path.of("deploy", "pulse-alerts.yml").toAbsolutePath(), pulse));
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Asks until the answer is as wanted; the time-out of the test is the bound. */
  private String await(int port, String query, Predicate<String> wanted) throws Exception {
    var never = new CountDownLatch(1);
    while (true) {
      try {
        var answer = ask(port, query);
        if (answer.contains("\"success\"") && wanted.test(answer)) {
          return answer;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
      }
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private String ask(int port, String query) throws Exception {
    var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
