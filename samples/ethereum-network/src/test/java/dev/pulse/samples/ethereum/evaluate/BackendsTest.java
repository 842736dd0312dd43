package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.GrafanaClient;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.PrometheusClient;
import dev.pulse.testkit.ManualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same network through Grafana and straight from Prometheus, over HTTP. */
@Timeout(30)
class BackendsTest {
  private static final NetworkScope HOODI = NetworkScope.of("hoodi");
  private static final HealthCheck CL_SYNC = HealthChecks.standard().get(0);
  private static final List<String> ALL = List.of("teku-besu-1", "prysm-reth-1");

  private final MockWebServer server = new MockWebServer();
  private final Map<String, List<String>> nodes = new ConcurrentHashMap<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Pulse pulse = Pulse.builder().start();

  @BeforeEach
  void start() throws IOException {
    for (var check : HealthChecks.standard()) {
      nodes.put(check.presence(HOODI).text(), ALL);
    }
    nodes.put(CL_SYNC.failing(HOODI).text(), List.of("teku-besu-1"));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    pulse.close();
  }

  private MockResponse answer(RecordedRequest request) {
    var path = request.getUrl().encodedPath();
    var body = String.valueOf(request.getBody() == null ? "" : request.getBody().utf8());
    paths.add(request.getMethod() + " " + path + " " + request.getHeaders().get("Authorization"));
    bodies.add(body);
    return path.equals("/api/ds/query") ? grafana(body) : prometheus(body);
  }

  /** Queries stand in the body as JSON texts; a check is found by its failing query. */
  private MockResponse grafana(String body) {
    for (var check : HealthChecks.standard()) {
      var failing = check.failing(HOODI).text();
      if (body.contains("\"expr\":\"" + failing.replace("\"", "\\\"") + "\"")) {
        return json(
            200,
            "{\"results\":{\"pandaPulse\":%s,\"pandaPulsePresence\":%s}}"
                .formatted(frames(failing), frames(check.presence(HOODI).text())));
      }
    }
    return json(400, "{\"message\":\"bad request data\"}");
  }

  private String frames(String query) {
    if (broken.contains(query)) {
      return "{\"error\":\"query timed out\",\"status\":504,\"frames\":[]}";
    }
    return nodes.getOrDefault(query, List.of()).stream()
        .map(
            node ->
                "{\"schema\":{\"fields\":[{\"name\":\"Time\",\"type\":\"time\",\"labels\":null},"
                    + "{\"name\":\"Value\",\"type\":\"number\",\"labels\":{\"instance\":\"u-"
                    + node
                    + "\",\"ingress_user\":\"u\"}}]},\"data\":{\"values\":[[1763726400123],[1]]}}")
        .collect(Collectors.joining(",", "{\"status\":200,\"frames\":[", "]}"));
  }

  private MockResponse prometheus(String form) {
    var url = HttpUrl.get("http://form/?" + form);
    var query = String.valueOf(url.queryParameter("query"));
    if (broken.contains(query)) {
      return json(
          503, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}");
    }
    return json(
        200,
        nodes.getOrDefault(query, List.of()).stream()
            .map(
                node ->
                    "{\"metric\":{\"instance\":\"u-"
                        + node
                        + "\",\"ingress_user\":\"u\"},\"value\":[1763726400,\"1\"]}")
            .collect(
                Collectors.joining(
                    ",",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
                    "]}}")));
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse(status, Headers.of("Content-Type", "application/json"), body);
  }

  private MetricsBackend grafanaClient() {
    return GrafanaClient.at(server.url("/").uri(), "UhcO3vy7z")
        .bearer(Secret.of("glsa_hush"))
        .legend("({{ingress_user}}) {{instance}}")
        .build();
  }

  private MetricsBackend prometheusClient() {
    return PrometheusClient.at(server.url("/").uri()).build();
  }

  private NetworkEvaluation evaluate(MetricsBackend backend) throws InterruptedException {
    return Evaluations.builder(backend, pulse.documents("inventory", Inventory.class))
        .clock(ManualClock.at("2026-11-21T07:00:00Z"))
        .checks(HealthChecks.standard())
        .build()
        .of("hoodi");
  }

  private static List<String> summary(NetworkEvaluation evaluation) {
    var lines = new ArrayList<String>();
    evaluation
        .checks()
        .forEach(it -> lines.add(it + " " + it.failing() + it.passing() + it.unknown()));
    return lines;
  }

  @Test
  @DisplayName("Rows 6 and 7: the same results through Grafana and from Prometheus")
  void bothBackendsGiveTheSameResults() throws InterruptedException {
    var throughGrafana = evaluate(grafanaClient());
    assertThat(paths).hasSize(5).containsOnly("POST /api/ds/query Bearer glsa_hush");
    assertThat(bodies)
        .allMatch(it -> it.contains("\"refId\":\"pandaPulse\""))
        .allMatch(it -> it.contains("\"refId\":\"pandaPulsePresence\""))
        .allMatch(it -> it.contains("\"legendFormat\":\"({{ingress_user}}) {{instance}}\""));
    paths.clear();

    var straight = evaluate(prometheusClient());
    assertThat(paths).hasSize(10).containsOnly("POST /api/v1/query null");
    assertThat(summary(straight)).isEqualTo(summary(throughGrafana));
    assertThat(straight.status()).isEqualTo(Status.FAIL);
    assertThat(straight.checks().get(0).failing()).containsExactly("teku-besu-1");
    assertThat(straight.checks().get(0).passing()).containsExactly("prysm-reth-1");
  }

  @Test
  @DisplayName(
      "C7, C8: an error of one query, also in a 200 answer, is an error of its check alone")
  void anErrorOfAQueryIsOneOfItsCheckAlone() throws InterruptedException {
    broken.add(CL_SYNC.failing(HOODI).text());

    for (var backend : Stream.of(grafanaClient(), prometheusClient()).toList()) {
      var evaluation = evaluate(backend);
      assertThat(evaluation.checks().get(0).status()).isEqualTo(Status.UNKNOWN);
      assertThat(evaluation.checks().get(0).errors())
          .singleElement()
          .satisfies(it -> assertThat(it).contains("query timed out").doesNotContain("glsa_hush"));
      assertThat(evaluation.checks().subList(1, 5))
          .extracting(CheckEvaluation::status)
          .containsOnly(Status.PASS);
    }
  }
}
