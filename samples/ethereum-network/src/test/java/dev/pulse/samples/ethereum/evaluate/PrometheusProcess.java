package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.prometheus.PrometheusClient;
import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.fakes.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Prometheus over a history that a test writes. */
final class PrometheusProcess implements AutoCloseable {
  private final PrometheusServer server;

  private PrometheusProcess(PrometheusServer server) {
    this.server = server;
  }

  /** Whether it can be started here. */
  static boolean installed() {
    return Programs.has("prometheus") && Programs.has("promtool");
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
    return new PrometheusProcess(
        PrometheusServer.start(
            folder, "scrape_configs: []\n", "--storage.tsdb.retention.time=100y"));
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    var output = folder.resolve("promtool.log").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(output.toPath()));
    }
  }

  /** A client of it; waits until it answers. */
  PrometheusClient client() throws IOException, InterruptedException {
    server.await("1", answer -> answer.contains("\"success\""));
    return PrometheusClient.at(server.uri()).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
