package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.export.PulseExporter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsGuideTest {
  private final Pulse pulse = Pulse.builder().executor(Runnable::run).start();

  @BeforeEach
  void watch() {
    pulse.add(
        Registration.check(
                "mail",
                context ->
                    CheckResult.pass("17 wait")
                        .withSample(Sample.gauge("queue_depth", Labels.of("queue", "in"), 17)))
            .build());
    pulse.runNow("mail").join();
  }

  @AfterEach
  void stop() {
    pulse.close();
  }

  static void serve(PulseExporter exporter, HttpServer server) {
    server.createContext(
        "/metrics",
        exchange -> {
          var scrape = exporter.scrape(exchange.getRequestHeaders().getFirst("Accept"));
          exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
          exchange.sendResponseHeaders(200, scrape.length());
          scrape.writeTo(exchange.getResponseBody());
          exchange.close();
        });
  }

  @Test
  void aHostServesWhatTheExporterShows() throws Exception {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(loopback, 0);
    server.start();
    try (var exporter = PulseExporter.of(pulse)) {
      serve(exporter, server);
      var answer = scrape(server.getAddress().getPort());

      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
      assertThat(answer.body())
          .contains("pulse_check_up{check=\"mail\"} 1.0\n")
          .contains("queue_depth{check=\"mail\",queue=\"in\"} 17.0\n");
    } finally {
      server.stop(0);
    }
  }

  private static HttpResponse<String> scrape(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
            .header("Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void theRegistryOfAHostIsShownToo() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Counter.builder("host.orders").description("Orders").register(registry);
    var exporter =
        PulseExporter.builder(pulse)
            .meters(registry)
            .describe("queue_depth", "Messages that wait in a queue")
            .seriesPerMetric(20_000)
            .build();

    assertThat(new String(exporter.scrape(null).body(), StandardCharsets.UTF_8))
        .contains("# HELP queue_depth Messages that wait in a queue\n")
        .contains("host_orders_total 0.0\n");
    exporter.close();
  }
}
