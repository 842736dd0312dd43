package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.fakes.PrometheusServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  @DisplayName("Row 28: the PromQL examples of the seed have results")
  void theExamplesOfTheSeedHaveResults() throws Exception {
    assumeThat(Programs.has("prometheus")).isTrue();
    try (var rig = Rig.ofThree()) {
      rig.pods.answer(1, ScriptedPods.failing("failed", "boom"));
      rig.pods.fail(2, "connection reset");
      rig.begin().serve();
      var page = URI.create("http://127.0.0.1:" + rig.port() + "/metrics");
      try (var prometheus = PrometheusServer.scraping(folder, page)) {
        for (String example : EXAMPLES) {
          var result = await(prometheus, example);
          assertThat(result).as(example).contains("\"value\":[");
        }
        assertThat(await(prometheus, EXAMPLES.get(0)))
            .contains("\"state\":\"completed\"", "\"state\":\"failed\"");
        assertThat(await(prometheus, EXAMPLES.get(1))).contains("v-1-0").doesNotContain("v-0-0");
        assertThat(await(prometheus, EXAMPLES.get(4))).contains("\"99\"");
        // Being asked so often has not made the system ask its pods.
        assertThat(rig.pods.scans()).isEqualTo(1);
      }
    }
  }

  private static String await(PrometheusServer prometheus, String query) throws Exception {
    return prometheus.await(
        query,
        answer -> {
          assertThat(answer).doesNotContain("\"status\":\"error\"");
          return PrometheusServer.hasValue(answer);
        });
  }
}
