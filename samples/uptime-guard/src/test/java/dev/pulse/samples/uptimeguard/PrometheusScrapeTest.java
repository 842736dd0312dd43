package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.fakes.PrometheusServer;
import dev.pulse.samples.server.PulseServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the metrics. */
@Timeout(60)
class PrometheusScrapeTest {
  @TempDir private Path folder;

  @Test
  void prometheusScrapesTheGuard() throws Exception {
    assumeThat(Programs.has("prometheus")).isTrue();
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
      var page = server.uri().resolve("metrics");
      try (var prometheus = PrometheusServer.scraping(folder, page)) {
        assertThat(await(prometheus, "pulseguard_probes_total{result=\"ok\"}"))
            .contains("\"target\":\"a\"", "\"2\"");
        assertThat(await(prometheus, "pulseguard_probe_latency_seconds_count")).contains("\"2\"");
      }
    }
  }

  private static String await(PrometheusServer prometheus, String query) throws Exception {
    return prometheus.await(query, PrometheusServer::hasValue);
  }
}
