package dev.pulse.samples.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real Prometheus, for tests of what it makes of pages and rules: on a port of the loopback
 * address, with its files in a folder of the test. Confined to one thread.
 *
 * <pre>{@code
 * assumeThat(Programs.has("prometheus")).isTrue();
 * try (var prometheus = PrometheusServer.scraping(folder, page)) {
 *   assertThat(prometheus.await("up", PrometheusServer::hasValue)).contains("\"1\"");
 * }
 * }</pre>
 */
public final class PrometheusServer implements AutoCloseable {
  private static final int TRIES = 300;
  private static final long BETWEEN_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final URI uri;

  private PrometheusServer(Process process, Path log, URI uri) {
    this.process = process;
    this.log = log;
    this.uri = uri;
  }

  /**
   * Starts one, which may not listen yet.
   *
   * @param folder an empty one, but for files that the configuration names and a history in {@code
   *     data}
   * @param configuration what its file says
   * @param flags others than those for its files and its address
   */
  public static PrometheusServer start(Path folder, String configuration, String... flags) {
    try {
      int port = freePort();
      var log = folder.resolve("log");
      var command = new ArrayList<String>();
      command.add("prometheus");
      command.add(
          "--config.file=" + Files.writeString(folder.resolve("prometheus.yml"), configuration));
      command.add("--storage.tsdb.path=" + folder.resolve("data"));
      command.add("--web.listen-address=127.0.0.1:" + port);
      command.addAll(List.of(flags));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new PrometheusServer(process, log, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one that scrapes a page five times a second.
   *
   * @param folder an empty one
   */
  public static PrometheusServer scraping(Path folder, URI page) {
    return start(
        folder,
        """
        scrape_configs:
          - job_name: page
            scrape_interval: 200ms
            scrape_timeout: 200ms
            scheme: %s
            metrics_path: %s
            static_configs:
              - targets: ["%s"]
        """
            .formatted(page.getScheme(), page.getPath(), page.getAuthority()));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where it is. */
  public URI uri() {
    return uri;
  }

  /**
   * What it answers to a query for now.
   *
   * @throws IOException when it does not listen yet, or any more
   */
  public String ask(String query) throws IOException, InterruptedException {
    var path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    var request = HttpRequest.newBuilder(uri.resolve(path)).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /**
   * Asks until the answer is as wanted, for half a minute at most.
   *
   * @return the answer
   * @throws IllegalStateException when it never is, or Prometheus ended, with what was said last
   */
  public String await(String query, Predicate<String> wanted)
      throws IOException, InterruptedException {
    var last = "nothing";
    for (int i = 0; i < TRIES; i++) {
      try {
        last = ask(query);
        if (wanted.test(last)) {
          return last;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
        last = e.toString();
      }
      if (process.waitFor(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Prometheus ended: " + Files.readString(log));
      }
    }
    throw new IllegalStateException("No such answer to " + query + "; the last one: " + last);
  }

  /** Whether an answer has a value. */
  public static boolean hasValue(String answer) {
    return answer.contains("\"value\":[");
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
