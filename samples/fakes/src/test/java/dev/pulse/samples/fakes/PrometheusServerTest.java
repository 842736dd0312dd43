package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class PrometheusServerTest {
  @TempDir private Path folder;

  @BeforeAll
  static void requirePrometheus() {
    assumeThat(Programs.has("prometheus")).isTrue();
  }

  @Test
  void scrapesAPageAndAnswers() throws Exception {
    try (var network = EthereumNetworkGenerator.builder("hoodi").nodes(6).start();
        var prometheus = PrometheusServer.scraping(folder, network.metrics())) {
      assertThat(prometheus.await("count(beacon_head_slot)", PrometheusServer::hasValue))
          .contains("\"6\"");
      assertThat(prometheus.ask("none_such")).contains("\"result\":[]");
    }
  }

  @Test
  void saysWhyItEnded() {
    try (var prometheus = PrometheusServer.start(folder, "colour: red\n")) {
      assertThatThrownBy(() -> prometheus.await("up", PrometheusServer::hasValue))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Prometheus ended")
          .hasMessageContaining("colour");
    }
  }
}
