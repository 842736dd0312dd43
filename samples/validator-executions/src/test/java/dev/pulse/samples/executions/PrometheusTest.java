package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the metrics, and answers the questions of the seed. */
@Timeout(90)
class PrometheusTest {
  private static final List<String> EXAMPLES =
      List.of(
          "count by (state) (bboostd_validator_execution_state)",
          "bboostd_validator_execution_has_error == 1",
          "avg(bboostd_validator_execution_duration_seconds)",
          "topk(10, bboostd_validator_execution_duration_seconds)",
          "sum(bboostd_validator_execution_blocks_processed)",
          "rate(bboostd_validator_query_errors_total[5m])");

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  @DisplayName("Row 28: the PromQL examples of the seed have results")
  void theExamplesOfTheSeedHaveResults() throws Exception {
    assumeThat(Programs.has("prometheus")).isTrue();
    try (var rig = Rig.ofThree()) {
      rig.pods.answer(1, ScriptedPods.failing("failed", "boom"));
      rig.pods.fail(2, "connection reset");
      rig.begin().serve();
      int port = freePort();
      var prometheus = start(port, rig.port());
      try {
        for (String example : EXAMPLES) {
          var result = await(port, example);
          assertThat(result).as(example).contains("\"value\":[");
        }
        assertThat(await(port, EXAMPLES.get(0)))
            .contains("\"state\":\"completed\"", "\"state\":\"failed\"");
        assertThat(await(port, EXAMPLES.get(1))).contains("v-1-0").doesNotContain("v-0-0");
        assertThat(await(port, EXAMPLES.get(4))).contains("\"99\"");
        // Being asked so often has not made the system ask its pods.
        assertThat(rig.pods.scans()).isEqualTo(1);
      } finally {
        prometheus.destroy();
        if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
          prometheus.destroyForcibly();
        }
      }
    }
  }

  private Process start(int port, int system) throws IOException {
    var config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        scrape_configs:
          - job_name: executions
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(system));
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
                URI.create(
                    "http://127.0.0.1:"
                        + port
                        + "/api/v1/query?query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)))
            .build();
    var never = new CountDownLatch(1);
    while (true) {
      try {
        var body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (body.contains("\"value\"")) {
          return body;
        }
        assertThat(body).doesNotContain("\"status\":\"error\"");
      } catch (IOException e) {
        // It is still starting.
        assertThat(e).isNotNull();
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
