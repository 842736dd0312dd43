package dev.pulse.prometheus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.fakes.PrometheusServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes, with the rules that are shipped. */
@Timeout(60)
class RealPrometheusTest {
  @TempDir private Path folder;
  private final AtomicReference<String> answered = new AtomicReference<>("");

  @Test
  void prometheusReadsOpenMetricsAndForgetsASeriesThatEnds() throws Exception {
    assumeThat(Programs.has("prometheus")).isTrue();
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with(
              "mail",
              Sample.gauge("depth", Labels.of("queue", "a \"b\" \\ ü\n"), 17),
              Sample.counter("sent_total", Labels.empty(), 4),
              Sample.counter("odd", Labels.empty(), 5))
          .with("disk", Sample.gauge("free", 0.5));
      var server = serve(exporter);
      try (var prometheus = start(server.getAddress().getPort())) {
        assertThat(await(prometheus, "depth"))
            .contains("\"check\":\"mail\"", "\"queue\":\"a \\\"b\\\" \\\\ ü\\n\"", "\"17\"");
        assertThat(answered.get()).startsWith("application/openmetrics-text");
        assertThat(await(prometheus, "sum(sent_total + on(check) odd)")).contains("\"9\"");
        assertThat(await(prometheus, "sum(pulse_runs_total{status=\"pass\"})")).contains("\"2\"");
        assertThat(await(prometheus, "count by (check) (pulse_check_up == 1)"))
            .contains("mail", "disk");

        watching.pulse().remove("mail");

        // That the others are there tells that no scrape has failed, which would end them, too.
        await(
            prometheus,
            "depth or free",
            answer -> answer.contains("\"0.5\"") && !answer.contains("mail"));
        await(
            prometheus,
            "pulse_check_up",
            answer -> answer.contains("disk") && !answer.contains("mail"));
      } finally {
        server.stop(0);
      }
    }
  }

  private HttpServer serve(PulseExporter exporter) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(loopback, 0);
    server.createContext(
        "/metrics",
        exchange -> {
          var scrape = exporter.scrape(exchange.getRequestHeaders().getFirst("Accept"));
          answered.set(scrape.contentType());
          exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
          exchange.sendResponseHeaders(200, scrape.length());
          scrape.writeTo(exchange.getResponseBody());
          exchange.close();
        });
    server.start();
    return server;
  }

  private PrometheusServer start(int pulse) {
    return PrometheusServer.start(
        folder,
        """
        rule_files: ["%s"]
        scrape_configs:
          - job_name: pulse
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(Path.of("deploy", "pulse-alerts.yml").toAbsolutePath(), pulse));
  }

  /**
   * Waits until there is a value. A scrape that fails, as it does when this JVM has a pause, ends
   * all series until the next one.
   */
  private static String await(PrometheusServer prometheus, String query) throws Exception {
    return await(prometheus, query, PrometheusServer::hasValue);
  }

  private static String await(PrometheusServer prometheus, String query, Predicate<String> wanted)
      throws Exception {
    return prometheus.await(query, answer -> answer.contains("\"success\"") && wanted.test(answer));
  }
}
