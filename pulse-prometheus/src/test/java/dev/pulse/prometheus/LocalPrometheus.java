package dev.pulse.prometheus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A real Prometheus that scrapes, several times a second, a page of ours. */
final class LocalPrometheus implements AutoCloseable {
  private static final String PROGRAM = "prometheus";
  private static final Pattern LISTENING =
      Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");

  private final MockWebServer target = new MockWebServer();
  private final CompletableFuture<URI> address = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private @Nullable Process process;

  /** Whether this machine has one. */
  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
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
    var file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
    var started =
        new ProcessBuilder(
                List.of(
                    PROGRAM,
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:0"))
            .redirectErrorStream(true)
            .start();
    process = started;
    var reader = new Thread(() -> read(started), "prometheus-output");
    reader.setDaemon(true);
    reader.start();
    ready.get(30, TimeUnit.SECONDS);
  }

  private void read(Process started) {
    var last = "";
    try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        var match = LISTENING.matcher(line);
        if (match.find()) {
          address.complete(URI.create("http://127.0.0.1:" + match.group(1)));
        }
        if (line.contains("Server is ready")) {
          ready.complete(null);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It is being stopped.
    }
    address.completeExceptionally(new IllegalStateException("Prometheus ended: " + last));
    ready.completeExceptionally(new IllegalStateException("Prometheus ended: " + last));
  }

  URI url() {
    return address.join();
  }

  /** Waits until some more scrapes are over: one that begins has the last one behind it. */
  void scrapes(int more) throws InterruptedException {
    for (int i = 0; i < more + 1; i++) {
      if (target.takeRequest(30, TimeUnit.SECONDS) == null) {
        throw new IllegalStateException("Prometheus does not scrape");
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (process != null) {
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
    target.close();
  }
}
