package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.server.PulseServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the metrics. */
@Timeout(60)
class PrometheusScrapeTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void prometheusScrapesTheGuard() throws Exception {
    assumeThat(Peers.has("prometheus")).isTrue();
    try (var rig = new Rig();
        var server =
            PulseServer.builder(rig.pulse)
                .host("127.0.0.1")
                .port(0)
                .meters(rig.registry)
                .standardApi(false)
                .mount("", rig.guard.routes())
                .start()) {
      rig.create("a", "o F o");
      rig.probes(2);
      int port = freePort();
      var prometheus = start(port, server.port());
      try {
        assertThat(await(port, "pulseguard_probes_total%7Bresult=%22ok%22%7D"))
            .contains("\"target\":\"a\"", "\"2\"");
        assertThat(await(port, "pulseguard_probe_latency_seconds_count")).contains("\"2\"");
      } finally {
        prometheus.destroy();
        if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
          prometheus.destroyForcibly();
        }
      }
    }
  }

  private Process start(int port, int guard) throws IOException {
    var config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        scrape_configs:
          - job_name: guard
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(guard));
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Asks until there is a value; the time-out of the test is the bound. */
  private String await(int port, String query) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
            .build();
    var never = new CountDownLatch(1);
    while (true) {
      try {
        var body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (body.contains("\"value\"")) {
          return body;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
      }
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
