package dev.pulse.docs.guide;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.LabelMatcher.notMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.prometheus.GrafanaClient;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.PromQl;
import dev.pulse.prometheus.PromQlCheck;
import dev.pulse.prometheus.PromQlCollector;
import dev.pulse.prometheus.PrometheusClient;
import dev.pulse.prometheus.QueryAnswer;
import dev.pulse.prometheus.VectorMatching;
import dev.pulse.testkit.FakeCheckContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java of the page about asking Prometheus. */
class PrometheusGuideTest {
  private static final String ONE_DOWN =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
          + "{\"metric\":{\"__name__\":\"up\",\"job\":\"api\"},\"value\":[1,\"0\"]}]}}";

  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = ONE_DOWN.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void program() throws Exception {
    var printed = new ByteArrayOutputStream();
    var usual = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      AskPrometheus.main(new String[] {url().toString()});
    } finally {
      System.setOut(usual);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("down: up{job=\"api\"}");
  }

  @Test
  void expressions() {
    var network = "hoodi";
    var epoch =
        PromQl.metric("beacon_finalized_epoch")
            .where(equal("network", network), notMatching("ingress_user", "synctest.*"));
    PromQl behind =
        epoch.minus(epoch.maxBy("network"), VectorMatching.on("network").groupLeft()).lessThan(-4);
    PromQl written = PromQl.raw("histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))");
    assertThat(behind.text()).contains("} - on (network) group_left() max by (network) (");
    assertThat(behind.isRaw()).isFalse();
    assertThat(written.isRaw()).isTrue();
  }

  @Test
  void clients() {
    var token = Secret.of("not a real one");
    MetricsBackend mimir =
        PrometheusClient.at(URI.create("https://mimir.example/prometheus"))
            .header("X-Scope-OrgID", "shop")
            .bearer(token)
            .retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(2))
            .build();
    MetricsBackend grafana =
        GrafanaClient.at(URI.create("https://grafana.example"), "UhcO3vy7z").bearer(token).build();
    assertThat(mimir.toString()).isEqualTo("https://mimir.example");
    assertThat(grafana.toString()).isEqualTo("https://grafana.example");
  }

  @Test
  void severalAtOnce() throws Exception {
    MetricsBackend backend = PrometheusClient.at(url()).build();
    var up = PromQl.metric("up");
    Map<String, QueryAnswer> answers =
        backend.instant(Map.of("down", up.equalTo(0), "all", up), Duration.ofSeconds(30));
    assertThat(answers.get("down").series()).hasSize(1);
  }

  @Test
  void check() throws Exception {
    var prometheus = PrometheusClient.at(url()).build();
    Check up =
        PromQlCheck.builder(prometheus, PromQl.metric("up").where(equal("job", "api")).minBy("job"))
            .failBelow(1)
            .minSeries(1)
            .build();
    CheckResult result = up.run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(Status.FAIL);
  }

  @Test
  void collector() {
    var prometheus = PrometheusClient.at(url()).build();
    Collector queues =
        PromQlCollector.builder(prometheus)
            .gauge("queue_depth", PromQl.metric("rabbitmq_queue_messages").sumBy("queue"))
            .counter("queue_published_total", PromQl.metric("rabbitmq_published_total"))
            .build();
    assertThat(queues.toString()).contains("sum by (queue) (rabbitmq_queue_messages)");
  }
}
