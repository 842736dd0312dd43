package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.prometheus.PromQl;
import dev.pulse.prometheus.PrometheusClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

/** A real Prometheus over a history that a test writes. */
final class PrometheusProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private PrometheusProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether it can be started here. */
  static boolean installed() {
    return onPath("prometheus") && onPath("promtool");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Starts it.
   *
   * @param folder an empty one
   * @param history what it knows, in OpenMetrics with times
   */
  static PrometheusProcess over(String history, Path folder)
      throws IOException, InterruptedException {
    var text = Files.writeString(folder.resolve("history.txt"), history);
    var data = Files.createDirectories(folder.resolve("data"));
    run(
        folder,
        "promtool",
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        text.toString(),
        data.toString());
    var config = Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n");
    int port = freePort();
    var process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new PrometheusProcess(process, port);
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    var output = folder.resolve("promtool.log").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(output.toPath()));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A client of it; waits until it answers, for as long as the test may take. */
  PrometheusClient client() throws InterruptedException {
    var patient =
        PrometheusClient.at(uri())
            .retryAfter(Collections.nCopies(10, Duration.ofMillis(200)))
            .build();
    while (!patient.instant(PromQl.number(1), Duration.ofSeconds(20)).isSuccess()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("Prometheus ended by itself");
      }
    }
    return PrometheusClient.at(uri()).build();
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

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
