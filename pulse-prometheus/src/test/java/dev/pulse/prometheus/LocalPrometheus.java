package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.fakes.PrometheusServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A real Prometheus that scrapes, several times a second, a page of ours. */
final class LocalPrometheus implements AutoCloseable {
  private final MockWebServer target = new MockWebServer();
  private @Nullable PrometheusServer server;

  /** Whether this machine has one. */
  static boolean isInstalled() {
    return Programs.has("prometheus");
  }

  /**
   * Starts it.
   *
   * @param page the page at the n-th scrape, from 1
   * @param rules the rules that it evaluates
   */
  static LocalPrometheus start(Path folder, IntFunction<String> page, String rules)
      throws Exception {
    var prometheus = new LocalPrometheus();
    try {
      prometheus.serve(page);
      prometheus.run(folder, rules);
      return prometheus;
    } catch (Exception e) {
      prometheus.close();
      throw e;
    }
  }

  private void serve(IntFunction<String> page) throws IOException {
    target.setDispatcher(
        new Dispatcher() {
          private int scrapes;

          @Override
          public synchronized MockResponse dispatch(RecordedRequest request) {
            scrapes++;
            return new MockResponse.Builder()
                .addHeader("Content-Type", "text/plain; version=0.0.4")
                .body(page.apply(scrapes))
                .build();
          }
        });
    target.start();
  }

  private void run(Path folder, String rules) throws Exception {
    Files.writeString(folder.resolve("rules.yml"), rules);
    var configuration =
        """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: generator
            honor_labels: true
            static_configs: [{targets: ["localhost:%d"]}]
        """
            .formatted(target.getPort());
    server = PrometheusServer.start(folder, configuration);
    server.await("1", answer -> answer.contains("\"success\""));
  }

  URI url() {
    return requireNonNull(server, "started").uri();
  }

  /** Waits until a query has a value. */
  void await(String query) throws Exception {
    var unused = requireNonNull(server, "started").await(query, PrometheusServer::hasValue);
  }

  @Override
  public void close() throws Exception {
    if (server != null) {
      server.close();
    }
    target.close();
  }
}
