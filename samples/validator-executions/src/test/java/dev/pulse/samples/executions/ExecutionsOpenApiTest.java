package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the description says of these routes, and what they answer, must be the same. */
class ExecutionsOpenApiTest {
  private static final String PLACE = "/validator-executions";
  private static final Secret TOKEN = Secret.of("0123456789abcdef");
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "getExecutionsService", "GET /",
          "listPodExecutions", "GET /executions",
          "summarizePodExecutions", "GET /executions/summary",
          "refreshPodExecutions", "POST /executions/refresh",
          "getPodExecution", "GET /pod/v-0-0",
          "listExecutionPods", "GET /pods",
          "getExecutionPod", "GET /pods/v-0-0",
          "listSeenExecutions", "GET /history",
          "getExecutionsHealth", "GET /health");

  private final Rig rig =
      new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "6", "STUCK_AFTER", "60"));
  private final PulseServer server =
      PulseServer.builder(rig.pulse)
          .port(0)
          .apiToken(TOKEN)
          .mount(PLACE, rig.system.routes())
          .start();
  private final Caller caller = new Caller(server.port(), TOKEN.reveal());
  private final DescribedApi api = DescribedApi.of(caller);

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  private HttpResponse<String> get(String path) {
    return caller.get(PLACE + path);
  }

  private HttpResponse<String> refresh() {
    return caller.send("POST", PLACE + "/executions/refresh", "");
  }

  @Test
  void everyRouteIsDescribed() {
    var served =
        server.routes().stream()
            .filter(route -> route.contains(" " + PLACE + "/"))
            // The files of the page are no part of the interface.
            .filter(route -> !route.contains("/dashboard/"))
            .toList();

    assertThat(api.routes().stream().filter(route -> route.contains(PLACE)))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(OPERATIONS.size());
  }

  @Test
  void everyAnswerHasTheDescribedForm() {
    beginWithAllStandings();

    api.judge("getExecutionsService", get("/"));
    var executions = get("/executions");
    assertThat(executions.body()).contains("\"execution\":null", "\"error_message\":null");
    api.judge("listPodExecutions", List.of(executions, get("/executions?force_refresh=true")));
    api.judge("summarizePodExecutions", get("/executions/summary"));
    api.judge("refreshPodExecutions", refresh());
    api.judge("getPodExecution", List.of(get("/pod/v-0-0"), get("/pod/v-3-0")));
    var pods = get("/pods");
    for (Standing standing : Standing.values()) {
      assertThat(pods.body()).contains("\"standing\":\"" + standing.word() + "\"");
    }
    api.judge("listExecutionPods", List.of(pods, get("/pods?state=stuck&text=v-1&sort=quiet")));
    api.judge("getExecutionPod", List.of(get("/pods/v-1-0"), get("/pods/v-2-0")));
    var first = get("/history?limit=2");
    assertThat(first.body()).contains("\"next\":");
    api.judge("listSeenExecutions", List.of(first, get("/history?before=2&pod=v-0-0")));
    api.judge("getExecutionsHealth", get("/health"));

    assertThat(api.asked()).isEqualTo(api.operations(PLACE)).isEqualTo(OPERATIONS.keySet());
  }

  @Test
  void whatIsNotKnownHasTheDescribedForm() {
    var health = get("/health");
    assertThat(health.body()).contains("\"last_scan\":null");
    api.judge("getExecutionsHealth", health);
    var unscanned = get("/pods");
    assertThat(unscanned.body()).doesNotContain("scanned_at");
    api.judge("listExecutionPods", unscanned);
    api.judge("getExecutionPod", get("/pods/v-0-0"));
    api.judge("listSeenExecutions", get("/history"));

    beginWithAllStandings();
    rig.pods.answer(6, new Execution("h", "completed", null, null, null, null, null));
    rig.pods.fail(1, "connection reset");
    rig.intervals(1);

    var lost = get("/pods/v-1-0");
    assertThat(lost.body()).contains("\"last_known\":", "nobody knows how it goes on");
    api.judge("getExecutionPod", lost);
    api.judge("listExecutionPods", get("/pods"));
    var seen = get("/history");
    assertThat(seen.body()).contains("before its end was seen");
    api.judge("listSeenExecutions", seen);
    api.judge("getPodExecution", List.of(get("/pod/v-1-0"), get("/pod/v-6-0")));
  }

  @Test
  void oddValuesHaveTheDescribedForm() {
    rig.pods.answer(
        0, new Execution("", "", Long.MAX_VALUE, Long.MIN_VALUE, 0L, Long.MAX_VALUE, ""));
    rig.pods.answer(1, ScriptedPods.failing("failed", "x".repeat(20_000)));
    rig.begin();

    var pods = get("/pods");
    assertThat(pods.body()).contains("\"cut\":true");
    api.judge("listExecutionPods", pods);
    api.judge("getExecutionPod", List.of(get("/pods/v-0-0"), get("/pods/v-1-0")));
    api.judge("listSeenExecutions", get("/history"));
    api.judge("listPodExecutions", get("/executions"));
  }

  @Test
  void refusalsHaveTheDescribedForm() {
    rig.begin();

    api.judge("listPodExecutions", 400, get("/executions?force_refresh=2"));
    api.judge("summarizePodExecutions", 400, get("/executions/summary?force_refresh="));
    api.judge("getPodExecution", 404, get("/pod/v-7-0"));
    api.judge("listExecutionPods", 400, get("/pods?state=bad"));
    api.judge("listExecutionPods", 400, get("/pods?page=2"));
    api.judge("getExecutionPod", 400, get("/pods/v-0-0?x=1"));
    api.judge("getExecutionPod", 404, get("/pods/v-7-0"));
    api.judge("listSeenExecutions", 400, get("/history?before=0"));
  }

  @Test
  void whoMayNotAskIsToldSoInTheDescribedForm() {
    var stranger = new Caller(server.port());

    OPERATIONS.forEach(
        (id, route) -> {
          var method = route.split(" ", -1)[0];
          var path = PLACE + route.split(" ", -1)[1];
          api.judge(id, 401, stranger.send(method, path, ""));
          var fromElsewhere =
              caller
                  .to(path)
                  .method(method, BodyPublishers.noBody())
                  .header("Origin", "https://elsewhere.example");
          api.judge(id, 403, caller.send(fromElsewhere));
        });
    assertThat(api.asked()).isEqualTo(api.operations(PLACE));
  }

  @Test
  void whatFailsHasTheDescribedForm() {
    rig.begin();
    rig.pulse.remove(ValidatorExecutions.SCAN);
    // The last scan is no longer answered again.
    rig.clock.move(Duration.ofHours(1));

    api.judge("listPodExecutions", 500, get("/executions"));
    api.judge("summarizePodExecutions", 500, get("/executions/summary"));
    api.judge("refreshPodExecutions", 500, refresh());
    api.judge("getPodExecution", 500, get("/pod/v-0-0"));
  }

  /** One pod stands in each way that there is. */
  private void beginWithAllStandings() {
    long now = Instant.parse(Rig.START).getEpochSecond();
    rig.pods.answer(1, new Execution("b", "running", 1L, null, now - 61, null, null));
    rig.pods.answer(2, new Execution("c", "failed", 1L, 100L, now - 9, now - 5, "no space left"));
    rig.pods.fail(3, "pod not running: Pending");
    rig.pods.answer(4, new Execution("e", "odd", 1L, null, null, null, null));
    rig.pods.answer(5, new Execution("f", "running", 1L, null, now - 1, null, null));
    rig.pods.answer(6, new Execution("g", "pending", null, null, null, null, null));
    rig.begin();
  }
}
