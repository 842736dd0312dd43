package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EthereumMetricsTest {
  private static final List<String> NAMES =
      List.of(
          "queue_checks_queued_total",
          "queue_checks_skipped_total",
          "queue_checks_processed_total",
          "queue_checks_failures_total",
          "queue_check_processing_duration_seconds_bucket",
          "scheduler_jobs_total",
          "scheduler_job_executions_total",
          "scheduler_job_failures_total",
          "queue_length_current",
          "scheduler_active_jobs",
          "scheduler_job_execution_duration_seconds_bucket",
          "scheduler_job_last_execution_timestamp",
          "store_operations_total",
          "store_operation_errors_total",
          "store_operation_duration_seconds_bucket",
          "store_objects_total",
          "store_object_size_bytes_bucket",
          "api_requests_total",
          "api_request_errors_total",
          "api_request_duration_seconds_bucket");

  @Test
  @DisplayName("Row 46: every name in scope is there after one run")
  void everyNameIsThereAfterOneRun() {
    try (var rig = afterOneRun()) {
      var scrape = rig.registry.scrape();

      for (var name : NAMES) {
        assertThat(scrape).containsPattern("(?m)^panda_pulse_" + name + "[{ ]");
      }
    }
  }

  @Test
  @DisplayName("Row 46, defect 17: values are as they are defined")
  void valuesAreAsDefined() {
    try (var rig = afterOneRun()) {
      var job = "test/networks/hoodi/monitor/" + Rig.GUILD + "/" + Rig.CHANNEL + "/teku.json";
      assertThat(rig.registry.scrape())
          .contains(
              "panda_pulse_queue_checks_processed_total{client=\"teku\",network=\"hoodi\",status=\"success\"} 1.0",
              "panda_pulse_queue_checks_processed_total{client=\"teku\",network=\"hoodi\",status=\"failed\"} 0.0",
              "panda_pulse_queue_checks_queued_total{client=\"teku\",network=\"hoodi\"} 1.0",
              "panda_pulse_scheduler_jobs_total{schedule=\"*/10 * * * *\"} 1.0",
              "panda_pulse_scheduler_job_executions_total{name=\""
                  + job
                  + "\",schedule=\"*/10 * * * *\"} 1.0",
              "panda_pulse_scheduler_job_failures_total{name=\""
                  + job
                  + "\",schedule=\"*/10 * * * *\"} 0.0",
              "panda_pulse_scheduler_job_last_execution_timestamp{name=\""
                  + job
                  + "\",schedule=\"*/10 * * * *\"} 1.7952444E9",
              "panda_pulse_scheduler_active_jobs 1.0",
              "panda_pulse_queue_length_current 0.0",
              "panda_pulse_store_objects_total{repository=\"monitor\"} 1.0",
              "panda_pulse_store_objects_total{repository=\"checks\"} 1.0",
              "panda_pulse_store_operation_errors_total{error_type=\"not_found\",operation=\"get\",repository=\"mentions\"} 0.0",
              "panda_pulse_api_request_errors_total{error_type=\"http_503\",operation=\"/api/v1/query\",service=\"prometheus\"} 1.0")
          .containsPattern(
              "(?m)^panda_pulse_store_object_size_bytes_bucket\\{repository=\"monitor\",le=\"1024.0\"} [1-9]");
    }
  }

  @Test
  @DisplayName("The series of a job end with it")
  void theSeriesOfAJobEndWithIt() {
    try (var rig = afterOneRun()) {
      rig.monitor.registrations().deregister("hoodi", Optional.empty(), Rig.GUILD);

      assertThat(rig.registry.scrape())
          .contains("panda_pulse_scheduler_active_jobs 0.0")
          .contains("panda_pulse_store_objects_total{repository=\"monitor\"} 0.0")
          .doesNotContain("panda_pulse_scheduler_job_executions_total{");
    }
  }

  @Test
  @DisplayName("promtool complains of one name, which the specification wants for a gauge")
  void promtoolComplainsOfOneName() throws Exception {
    assumeThat(hasPromtool()).isTrue();
    try (var rig = afterOneRun()) {
      var process =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(rig.registry.scrape().getBytes(StandardCharsets.UTF_8));
      }
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said)
          .isEqualTo(
              "panda_pulse_store_objects_total non-counter metrics should not have \"_total\""
                  + " suffix\n");
    }
  }

  private static Rig afterOneRun() {
    var rig = new Rig().watch("hoodi", "teku");
    rig.metrics
        .requests()
        .requested("prometheus", "/api/v1/query", Duration.ofMillis(3), Optional.of("http_503"));
    rig.pass(Duration.ofMinutes(6));
    return rig;
  }

  /** On a build server it always counts as installed, so that a missing one fails the test. */
  private static boolean hasPromtool() {
    return System.getenv("CI") != null
        || Arrays.stream(
                System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
            .map(folder -> Path.of(folder, "promtool"))
            .anyMatch(Files::isExecutable);
  }
}
