package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.samples.fakes.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 7. */
class ExecutionMetricsTest {
  private static final String GAUGES = "bboostd_validator_execution_";
  private static final String POD = "{namespace=\"infra\",pod_name=\"v-0-0\"} ";

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet(
            "completed",
            new Execution("a", "completed", 100L, 200L, 1_700_000_000L, 1_700_000_060L, null),
            "completed",
            List.of(2., 100., 200., 1.7e9, 1.70000006e9, 0., 100., 60.)),
        argumentSet(
            "running",
            new Execution("a", "running", 201L, null, 1_700_000_061L, null, null),
            "running",
            List.of(1., 201., -1., 1.700000061e9, 0., 0., -1., -1.)),
        argumentSet(
            "pending, and zeros (defect 4)",
            new Execution("a", "pending", 0L, 0L, 0L, 0L, null),
            "pending",
            List.of(0., 0., 0., 0., 0., 0., 0., 0.)),
        argumentSet(
            "capitals, and an empty error",
            new Execution("a", "COMPLETED", 5L, 9L, 10L, 20L, ""),
            "COMPLETED",
            List.of(2., 5., 9., 10., 20., 0., 4., 10.)),
        argumentSet(
            "failed with an error",
            new Execution("a", "failed", 5L, 4L, 10L, 9L, "boom"),
            "failed",
            List.of(3., 5., 4., 10., 9., 1., -1., -1.)));
  }

  @ParameterizedTest
  @DisplayName("Rows 5, 6, 7, 9 and 10.2: every column becomes a metric")
  @MethodSource
  void rows(Execution row, String label, List<Double> expected) {
    try (var rig = ofOne()) {
      rig.pods.answer(0, row);
      rig.begin();

      assertThat(rig.series(GAUGES + "state"))
          .containsExactly(
              GAUGES
                  + "state{namespace=\"infra\",pod_name=\"v-0-0\",state=\""
                  + label
                  + "\"} "
                  + expected.get(0));
      var names =
          List.of(
              "state_numeric",
              "start_block",
              "end_block",
              "start_timestamp",
              "end_timestamp",
              "has_error",
              "blocks_processed",
              "duration_seconds");
      assertThat(names.stream().map(name -> value(rig, GAUGES + name)).toList())
          .isEqualTo(expected);
    }
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        argumentSet("none", null, 0.),
        argumentSet("empty", "", 0.),
        argumentSet("boom", "boom", 579_208_708.),
        argumentSet("no such table", "no such table: EXECUTIONS", 3_336_497_818.));
  }

  @ParameterizedTest
  @DisplayName("Row 8 and 10.1: the hash of the error")
  @MethodSource
  void errors(@Nullable String error, double hash) {
    try (var rig = ofOne()) {
      rig.pods.answer(0, new Execution("a", "failed", null, null, null, null, error));
      rig.begin();

      assertThat(value(rig, GAUGES + "error")).isEqualTo(hash);
      assertThat(value(rig, GAUGES + "has_error")).isEqualTo(hash == 0 ? 0 : 1);
    }
  }

  @Test
  @DisplayName("Row 10: the histogram counts every pod with an attempt")
  void durationsAreObservedForPodsThatWereAsked() {
    var count = "bboostd_validator_query_duration_seconds_count";
    try (var rig = ofOne()) {
      rig.pods.took(Duration.ofMillis(30));
      rig.begin();
      assertThat(value(rig, count)).isEqualTo(1);

      rig.pods.fail(0, "exit code 1");
      rig.pods.took(Duration.ofSeconds(20));
      rig.intervals(1);
      assertThat(value(rig, count)).isEqualTo(2);
      assertThat(value(rig, "bboostd_validator_query_duration_seconds_sum")).isEqualTo(20.03);

      rig.pods.attempts(false);
      rig.intervals(1);
      assertThat(value(rig, count)).isEqualTo(2);
    }
  }

  @Test
  void withoutAnAttemptThereIsNoHistogram() {
    try (var rig = ofOne()) {
      rig.pods.fail(0, "pod not found: v-0-0").attempts(false);
      rig.begin();

      assertThat(rig.scrape()).doesNotContain("bboostd_validator_query_duration_seconds_count{");
    }
  }

  @Test
  @DisplayName("Defect 17: buckets go beyond the 10 s that count as slow")
  void bucketsGoBeyondTenSeconds() {
    try (var rig = ofOne()) {
      rig.pods.took(Duration.ofSeconds(20));
      rig.begin();

      var buckets = rig.series("bboostd_validator_query_duration_seconds_bucket");
      assertThat(buckets)
          .extracting(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
          .containsExactly(
              "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1.0", "2.5",
              "5.0", "7.5", "10.0", "15.0", "20.0", "30.0", "60.0", "+Inf");
      assertThat(buckets).filteredOn(line -> line.contains("\"15.0\"")).allMatch(ends(" 0"));
      assertThat(buckets).filteredOn(line -> line.contains("\"20.0\"")).allMatch(ends(" 1"));
    }
  }

  private static Predicate<String> ends(String text) {
    return line -> line.endsWith(text);
  }

  @Test
  @DisplayName("Row 11: errors are counted per pod, from 0")
  void errorsAreCountedPerPod() {
    var name = "bboostd_validator_query_errors_total";
    try (var rig = Rig.ofThree()) {
      assertThat(rig.series(name)).hasSize(3).allMatch(ends(" 0.0"));

      rig.pods.fail(1, "connection reset");
      rig.begin();
      rig.intervals(1);

      assertThat(rig.series(name))
          .containsExactly(
              name + "{namespace=\"infra\",pod_name=\"v-0-0\"} 0.0",
              name + "{namespace=\"infra\",pod_name=\"v-1-0\"} 2.0",
              name + "{namespace=\"infra\",pod_name=\"v-2-0\"} 0.0");
    }
  }

  @Test
  @DisplayName("Defect 6: a pod has one state series")
  void anOldStateIsRemoved() {
    try (var rig = ofOne()) {
      rig.pods.answer(0, ScriptedPods.in("running"));
      rig.begin();
      rig.pods.answer(0, ScriptedPods.completed());
      rig.intervals(1);

      assertThat(rig.series(GAUGES + "state"))
          .singleElement()
          .asString()
          .contains("state=\"completed\"");
    }
  }

  @Test
  @DisplayName("Defect 7: a failed pod keeps its values and says so")
  void afterAFailureTheLastGoodValuesAreKept() {
    try (var rig = ofOne()) {
      assertThat(rig.series("bboostd_validator_query_success")).isEmpty();
      rig.begin();
      assertThat(value(rig, "bboostd_validator_query_success")).isEqualTo(1);
      rig.pods.fail(0, "connection reset");
      rig.intervals(1);

      assertThat(value(rig, "bboostd_validator_query_success")).isZero();
      assertThat(value(rig, GAUGES + "start_block")).isEqualTo(100);
      assertThat(gauges(rig)).hasSize(10);
    }
  }

  @Test
  @DisplayName("Defect 7: with STALE_SERIES=drop they are gone")
  void afterAFailureTheValuesAreGoneWhenThatIsWanted() {
    try (var rig =
        new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "0", "STALE_SERIES", "drop"))) {
      rig.begin();
      assertThat(gauges(rig)).hasSize(10);
      rig.pods.fail(0, "connection reset");
      rig.intervals(1);

      assertThat(gauges(rig)).isEmpty();
      assertThat(value(rig, "bboostd_validator_query_success")).isZero();

      rig.pods.answer(0, ScriptedPods.completed());
      rig.intervals(1);
      assertThat(gauges(rig)).hasSize(10);
    }
  }

  @Test
  @DisplayName("Defect 20: the help says what 0 means")
  void theHelpOfTheStateSaysPending() {
    try (var rig = ofOne().begin()) {
      assertThat(rig.scrape().lines())
          .anyMatch(
              line -> line.startsWith("# HELP " + GAUGES + "state ") && line.contains("0 pending"))
          .noneMatch(line -> line.contains("unknown"));
    }
  }

  @Test
  void theFamiliesAreThoseOfTheTable() {
    try (var rig = ofOne().begin().serve()) {
      rig.get("/health");

      assertThat(
              rig.get("/metrics")
                  .body()
                  .lines()
                  .filter(line -> line.startsWith("# TYPE "))
                  .map(line -> line.substring(7)))
          .containsExactlyInAnyOrder(
              "bboostd_validator_execution_state gauge",
              "bboostd_validator_execution_state_numeric gauge",
              "bboostd_validator_execution_start_block gauge",
              "bboostd_validator_execution_end_block gauge",
              "bboostd_validator_execution_start_timestamp gauge",
              "bboostd_validator_execution_end_timestamp gauge",
              "bboostd_validator_execution_has_error gauge",
              "bboostd_validator_execution_error gauge",
              "bboostd_validator_execution_blocks_processed gauge",
              "bboostd_validator_execution_duration_seconds gauge",
              "bboostd_validator_query_success gauge",
              "bboostd_validator_query_duration_seconds histogram",
              "bboostd_validator_query_errors_total counter",
              "api_requests_total counter",
              // Of the server itself, beside the table.
              "pulse_server_guesses_total counter");
    }
  }

  @Test
  void theNamespaceThatIsFoundLaterIsTheOneThatIsShown() {
    try (var rig = ofOne().begin()) {
      rig.pods.namespace("prod");
      rig.intervals(1);

      assertThat(rig.scrape()).contains("namespace=\"prod\"").doesNotContain("\"infra\"");
    }
  }

  @Test
  void promtoolFindsNothingToComplainOf(@TempDir Path folder) throws Exception {
    assumeThat(Programs.has("promtool")).isTrue();
    try (var rig = Rig.ofThree().serve()) {
      // What a database holds must not break the format.
      rig.pods.answer(0, ScriptedPods.failing("of two\nlines \"quoted\" \\ }", "boom"));
      rig.pods.fail(1, "connection reset");
      rig.begin();
      rig.get("/health");
      var scrape = folder.resolve("scrape");
      Files.writeString(scrape, rig.get("/metrics").body(), StandardCharsets.UTF_8);

      assertThat(Command.run(scrape, "promtool", "check", "metrics"))
          .isEqualTo(new Command.Said(0, ""));
    }
  }

  private static Rig ofOne() {
    return new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "0"));
  }

  private static List<String> gauges(Rig rig) {
    return rig.scrape().lines().filter(line -> line.startsWith(GAUGES)).toList();
  }

  private static double value(Rig rig, String name) {
    var lines = rig.series(name);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith(name + POD);
    return Double.parseDouble(lines.get(0).substring((name + POD).length()));
  }
}
