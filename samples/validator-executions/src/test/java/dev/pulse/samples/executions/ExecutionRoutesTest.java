package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 5 and 6, and freshness (4.7). */
class ExecutionRoutesTest {
  private static final String FIRST =
      "{\"pod_name\":\"v-0-0\",\"namespace\":\"infra\",\"execution\":{\"id\":\"x-1\",\"state\":"
          + "\"completed\",\"start_block\":100,\"end_block\":200,\"start_timestamp\":1700000000,"
          + "\"end_timestamp\":1700000060,\"error\":null},\"query_success\":true,"
          + "\"error_message\":null,\"last_queried\":\"2026-03-01T12:00:00Z\"}";
  private static final String SECOND =
      "{\"pod_name\":\"v-1-0\",\"namespace\":\"infra\",\"execution\":{\"id\":\"x-1\",\"state\":"
          + "\"running\",\"start_block\":1,\"end_block\":null,\"start_timestamp\":1700000000,"
          + "\"end_timestamp\":null,\"error\":null},\"query_success\":true,"
          + "\"error_message\":null,\"last_queried\":\"2026-03-01T12:00:00Z\"}";
  private static final String THIRD =
      "{\"pod_name\":\"v-2-0\",\"namespace\":\"infra\",\"execution\":null,\"query_success\":false,"
          + "\"error_message\":\"pod not found: v-2-0\",\"last_queried\":\"2026-03-01T12:00:00Z\"}";
  private static final String SUMMARY =
      "{\"total_pods\":3,\"successful_queries\":2,\"failed_queries\":1,\"pod_executions\":["
          + String.join(",", FIRST, SECOND, THIRD)
          + "],\"last_updated\":\"2026-03-01T12:00:00Z\"}";

  @Test
  @DisplayName("Row 13: GET /")
  void theRootSaysWhatThereIs() {
    try (var rig = ofThree()) {
      assertJson(
          rig.get("/"),
          200,
          "{\"service\":\"Bboostd Validator Executions Monitor\",\"version\":\"1.0.0\","
              + "\"namespace\":\"infra\",\"pod_range\":\"v-0-2 (pods: v-0-0 to v-2-0)\","
              + "\"endpoints\":{\"executions\":\"Newest execution of every pod\","
              + "\"executions/summary\":\"The same as executions\","
              + "\"executions/refresh\":\"Ask all pods now (POST)\","
              + "\"pod/{pod_name}\":\"Newest execution of one pod\","
              + "\"metrics\":\"Metrics for Prometheus\","
              + "\"health\":\"Whether the cluster answers and scans are recent\"}}");
    }
  }

  @ParameterizedTest
  @DisplayName("Row 13: GET /executions, /executions/summary")
  @ValueSource(strings = {"/executions", "/executions/summary"})
  void theExecutionsOfAllPods(String path) {
    try (var rig = ofThree()) {
      assertJson(rig.get(path), 200, SUMMARY);
    }
  }

  @Test
  @DisplayName("Row 13: GET /pod/{pod_name}")
  void theExecutionOfOnePod() {
    try (var rig = ofThree()) {
      assertJson(rig.get("/pod/v-0-0"), 200, FIRST);
      assertJson(rig.get("/pod/v-2-0"), 200, THIRD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v-3-0", "v-0-1", "V-0-0", "..", "v-0-0%20", "%22"})
  void aPodOutsideOfTheRangeIsNotFound(String name) {
    try (var rig = ofThree()) {
      var shown = name.replace("%20", " ").replace("%22", "\\\"");
      assertJson(
          rig.get("/pod/" + name.replace("..", "%2E%2E%2e")),
          404,
          "{\"detail\":\"Pod " + shown.replace("..", "...") + " not found\"}");
      assertThat(rig.pods.scans()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("Row 13: POST /executions/refresh")
  void refreshingAsksAllPodsAndCountsThem() {
    try (var rig = ofThree()) {
      assertJson(
          rig.send("POST", "/executions/refresh"),
          200,
          "{\"message\":\"Execution data refresh completed\",\"total_pods\":3,"
              + "\"successful_queries\":2,\"failed_queries\":1}");
      assertThat(rig.pods.scans()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("Row 13, section 7: GET /metrics")
  void metricsAreInTheTextFormat() {
    try (var rig = ofThree()) {
      var answer = rig.get("/metrics");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body()).contains("bboostd_validator_query_success");
    }
  }

  @Test
  @DisplayName("Row 23: health before and after the first scan")
  void healthFollowsTheScans() {
    try (var rig = Rig.ofThree().serve()) {
      assertJson(
          rig.get("/health"),
          200,
          "{\"status\":\"degraded\",\"timestamp\":\"2026-03-01T12:00:00Z\","
              + "\"kubernetes_connected\":false,\"namespace\":\"infra\",\"last_scan\":null}");
      rig.begin();
      assertJson(
          rig.get("/health"),
          200,
          "{\"status\":\"healthy\",\"timestamp\":\"2026-03-01T12:00:00Z\","
              + "\"kubernetes_connected\":true,\"namespace\":\"infra\","
              + "\"last_scan\":\"2026-03-01T12:00:00Z\"}");
    }
  }

  @Test
  @DisplayName("10.4: a scan is good for three intervals")
  void healthIsDegradedThreeIntervalsAfterTheLastScan() {
    try (var rig = ofThree()) {
      rig.clock.set(Instant.parse(Rig.START).plusSeconds(179));
      assertThat(rig.get("/health").body()).contains("\"status\":\"healthy\"");
      rig.clock.set(Instant.parse(Rig.START).plusSeconds(180));
      assertThat(rig.get("/health").body()).contains("\"status\":\"degraded\"");
    }
  }

  @Test
  @DisplayName("Defect 11: without a configuration health is degraded, and still 200")
  void healthIsDegradedWithoutAConfiguration() {
    try (var rig = Rig.ofThree().serve()) {
      rig.pods.configured(false);
      rig.begin();

      var answer = rig.get("/health");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"status\":\"degraded\"", "\"kubernetes_connected\":false")
          .doesNotContain("\"last_scan\":null");
      assertThat(rig.get("/pod/v-0-0").body())
          .contains("\"error_message\":\"no Kubernetes configuration\"");
    }
  }

  @Test
  void healthIsDegradedWhileTheClusterDoesNotAnswer() {
    try (var rig = ofThree()) {
      rig.pods.reachable(false);
      rig.intervals(1);

      assertThat(rig.get("/health").body())
          .contains("\"status\":\"degraded\"", "\"kubernetes_connected\":false");
    }
  }

  @ParameterizedTest
  @DisplayName("Row 14, 10.4: force_refresh")
  @CsvSource({
    "true,1", "TRUE,1", "1,1", "yes,1", "On,1", "t,1", "Y,1",
    "false,0", "False,0", "0,0", "no,0", "off,0", "F,0", "n,0"
  })
  void aRefreshCanBeForced(String value, int scans) {
    try (var rig = ofThree()) {
      for (String path : List.of("/executions", "/executions/summary")) {
        int before = rig.pods.scans();
        assertThat(rig.get(path + "?force_refresh=" + value).statusCode()).isEqualTo(200);
        assertThat(rig.pods.scans() - before).isEqualTo(scans);
      }
    }
  }

  @ParameterizedTest
  @DisplayName("10.4: force_refresh is a boolean")
  @ValueSource(strings = {"=maybe", "=", "", "=2", "=true%20", "=true&force_refresh=x"})
  void whatIsNoBooleanIsRefused(String value) {
    try (var rig = ofThree()) {
      assertJson(
          rig.get("/executions?force_refresh" + value),
          400,
          "{\"detail\":\"force_refresh must be a boolean\"}");
      assertThat(rig.pods.scans()).isEqualTo(1);
    }
  }

  @Test
  void parametersThatNobodyKnowsAreIgnored() {
    try (var rig = ofThree()) {
      assertJson(rig.get("/executions?page=2&force=1"), 200, SUMMARY);
      assertThat(rig.get("/health?x=%41").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("Row 15: results are good for five minutes")
  void resultsAreAnsweredFromTheLastScanForFiveMinutes() {
    try (var rig = ofThree()) {
      // Only the wall clock: without the scheduler there are no ticks.
      rig.clock.set(Instant.parse(Rig.START).plusSeconds(299));
      for (String path : List.of("/executions", "/executions/summary", "/pod/v-0-0")) {
        assertThat(rig.get(path).statusCode()).isEqualTo(200);
      }
      assertThat(rig.pods.scans()).isEqualTo(1);

      rig.clock.set(Instant.parse(Rig.START).plusSeconds(301));
      assertThat(rig.get("/pod/v-0-0").body()).contains("2026-03-01T12:05:01Z");
      assertThat(rig.pods.scans()).isEqualTo(2);
      rig.get("/executions");
      assertThat(rig.pods.scans()).isEqualTo(2);
    }
  }

  @Test
  void withoutATimeToLiveEveryQuestionScans() {
    try (var rig =
        new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "0", "CACHE_TTL", "0"))
            .begin()
            .serve()) {
      rig.get("/executions");
      rig.get("/pod/v-0-0");

      assertThat(rig.pods.scans()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("Defect 13: a scrape starts no scan")
  void scrapesStartNoScan() {
    try (var rig = ofThree()) {
      rig.clock.move(Duration.ofHours(1));
      for (int i = 0; i < 10; i++) {
        rig.get("/metrics");
      }

      assertThat(rig.pods.scans()).isEqualTo(1);
    }
  }

  @Test
  void otherPathsAreNotFound() {
    try (var rig = ofThree()) {
      for (String path : List.of("/nothing", "/executions/", "/pod/", "/pod", "/pod/v-0-0/x")) {
        assertJson(rig.get(path), 404, "{\"detail\":\"Not Found\"}");
        assertJson(rig.send("POST", path), 404, "{\"detail\":\"Not Found\"}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/executions,'GET, HEAD'",
    "DELETE,/,'GET, HEAD'",
    "PUT,/pod/v-0-0,'GET, HEAD'",
    "POST,/metrics,'GET, HEAD'",
    "OPTIONS,/health,'GET, HEAD'",
    "GET,/executions/refresh,POST"
  })
  void otherMethodsAreNotAllowed(String method, String path, String allowed) {
    try (var rig = ofThree()) {
      var answer = rig.send(method, path);

      assertJson(answer, 405, "{\"detail\":\"Method Not Allowed\"}");
      assertThat(answer.headers().firstValue("Allow")).contains(allowed);
    }
  }

  @Test
  void headIsAnsweredWithoutABody() {
    try (var rig = ofThree()) {
      for (String path : List.of("/", "/executions", "/pod/v-0-0", "/metrics", "/health")) {
        var answer = rig.send("HEAD", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
      }
      assertThat(rig.send("HEAD", "/nothing").statusCode()).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("Row 12: requests by endpoint and method")
  void requestsAreCountedByRouteAndMethod() {
    try (var rig = ofThree()) {
      rig.get("/");
      rig.get("/executions");
      rig.get("/executions?force_refresh=maybe");
      rig.get("/executions/summary");
      rig.send("POST", "/executions/refresh");
      rig.get("/pod/v-0-0");
      rig.get("/pod/v-1-0");
      rig.get("/pod/nobody");
      rig.get("/metrics");
      rig.get("/health");
      rig.send("HEAD", "/health");
      rig.send("DELETE", "/executions");
      rig.send("BREW", "/nothing");
      rig.get("/nothing");

      assertThat(rig.series("api_requests_total"))
          .containsExactlyInAnyOrder(
              requests("/", "GET", 1),
              requests("/executions", "GET", 2),
              requests("/executions", "DELETE", 1),
              requests("/executions/summary", "GET", 1),
              requests("/executions/refresh", "POST", 1),
              requests("/pod/{pod_name}", "GET", 3),
              requests("/metrics", "GET", 1),
              requests("/health", "GET", 1),
              requests("/health", "HEAD", 1),
              requests("other", "GET", 1),
              requests("other", "other", 1));
    }
  }

  @Test
  @DisplayName("Defect 12: unknown paths add one series")
  void pathsThatCallersMakeUpAddOneSeries() {
    try (var rig = ofThree()) {
      IntStream.range(0, 100).forEach(i -> rig.get("/made/up/" + i));

      assertThat(rig.series("api_requests_total")).containsExactly(requests("other", "GET", 100));
    }
  }

  private static String requests(String endpoint, String method, int count) {
    return "api_requests_total{endpoint=\""
        + endpoint
        + "\",method=\""
        + method
        + "\"} "
        + (double) count;
  }

  @Test
  void aFailureThatNobodyExpectedTellsNothing() {
    try (var rig = ofThree()) {
      rig.pulse.remove(ValidatorExecutions.SCAN);

      assertJson(
          rig.get("/executions?force_refresh=1"), 500, "{\"detail\":\"Internal Server Error\"}");
      assertJson(
          rig.send("POST", "/executions/refresh"), 500, "{\"detail\":\"Internal Server Error\"}");
      assertThat(rig.series("api_requests_total"))
          .containsExactly(
              requests("/executions", "GET", 1), requests("/executions/refresh", "POST", 1));
    }
  }

  @Test
  void textsOfADatabaseCannotBreakTheJson() {
    try (var rig = Rig.ofThree().serve()) {
      rig.pods.answer(0, ScriptedPods.failing("\"},\u0000\n", "</script>\u2028"));
      rig.begin();

      assertThat(rig.get("/pod/v-0-0").body())
          .contains("\"state\":\"\\\"},\\u0000\\n\"", "\"error\":\"</script>\\u2028\"");
    }
  }

  @Test
  @DisplayName("Section 5: integers of 64 bits are written exactly")
  void largeIntegersAreWrittenExactly() {
    try (var rig = Rig.ofThree().serve()) {
      rig.pods.answer(0, new Execution("", "", Long.MAX_VALUE, Long.MIN_VALUE, 0L, null, ""));
      rig.begin();

      assertThat(rig.get("/pod/v-0-0").body())
          .contains(
              "{\"id\":\"\",\"state\":\"\",\"start_block\":9223372036854775807,"
                  + "\"end_block\":-9223372036854775808,\"start_timestamp\":0,"
                  + "\"end_timestamp\":null,\"error\":\"\"}");
    }
  }

  @Test
  void pagesOfOriginsThatAreAllowedMayAsk() {
    try (var rig =
        new Rig(
                Map.of(
                    "POD_PREFIX", "v-", "POD_RANGE_END", "0", "CORS_ORIGINS", "https://a.example"))
            .begin()
            .serve()) {
      var answer = rig.send("OPTIONS", "/executions/refresh");

      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.headers().firstValue("Vary")).contains("Origin");
      // Asked by the browser, of the server: what it may ask is counted when it does.
      assertThat(rig.series("api_requests_total")).isEmpty();
    }
  }

  private static Rig ofThree() {
    var rig = Rig.ofThree();
    rig.pods.answer(1, ScriptedPods.in("running"));
    rig.pods.fail(2, "pod not found: v-2-0");
    return rig.begin().serve();
  }

  private static void assertJson(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }
}
