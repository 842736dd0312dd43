package dev.pulse.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.benchmarks.measure.Tool;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus that looks at the targets, itself or through a blackbox_exporter, and what both of
 * them cost from {@link #begin} to {@link #end}.
 */
final class Scraping implements AutoCloseable {
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"\\]");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Tool prometheus;
  private final @Nullable Tool blackbox;
  private final String metric;
  private double cpuBefore;

  /**
   * What was measured.
   *
   * @param probes how many were stored
   * @param passed how many of them found their target well
   * @param cpu of all processes, in seconds
   * @param resident of all processes, in MiB
   */
  record Cost(double probes, double passed, double cpu, double resident) {
    double perTenThousand() {
      return cpu * 10_000 / probes;
    }
  }

  private Scraping(Tool prometheus, @Nullable Tool blackbox, String metric) {
    this.prometheus = prometheus;
    this.blackbox = blackbox;
    this.metric = metric;
  }

  /** A Prometheus that takes what the targets answer for metrics; keeps its connections. */
  static Scraping direct(Path program, Path folder, Targets targets, int checks)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var groups = new ArrayList<String>();
    for (int i = 0; i < checks; i++) {
      groups.add(
          "      - {targets: ['%s:%d'], labels: {__metrics_path__: '/metrics/%d', number: '%d'}}"
              .formatted(Targets.address(i % Targets.ADDRESSES), targets.plainPort(), i, i));
    }
    return new Scraping(prometheus(program, folder, "", groups), null, "ok");
  }

  /** A Prometheus that asks a blackbox_exporter, which opens a connection for each probe. */
  static Scraping probing(Path program, Path exporter, Path folder, Targets targets, int checks)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var modules = folder.resolve("blackbox.yml");
    Files.writeString(
        modules,
        "modules: {http: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4}}}\n",
        UTF_8);
    var blackbox =
        Tool.start(
            exporter,
            folder.resolve("blackbox.log"),
            "/-/healthy",
            List.of("--config.file=" + modules, "--log.level=warn"));
    try {
      var groups = new ArrayList<String>();
      for (int i = 0; i < checks; i++) {
        groups.add(
            "      - {targets: ['http://%s:%d/%d']}"
                .formatted(Targets.address(i % Targets.ADDRESSES), targets.plainPort(), i));
      }
      var relabel =
          """
              metrics_path: /probe
              params: {module: [http]}
              relabel_configs:
                - {source_labels: [__address__], target_label: __param_target}
                - {source_labels: [__param_target], target_label: instance}
                - {target_label: __address__, replacement: '%s'}
          """
              .formatted(blackbox.address());
      return new Scraping(prometheus(program, folder, relabel, groups), blackbox, "probe_success");
    } catch (IOException | InterruptedException | RuntimeException e) {
      blackbox.close();
      throw e;
    }
  }

  private static Tool prometheus(Path program, Path folder, String job, List<String> groups)
      throws IOException, InterruptedException {
    var configuration = folder.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: %ds, scrape_timeout: %ds}
        scrape_configs:
          - job_name: targets
        %s    static_configs:
        %s
        """
            .formatted(
                PulseSide.INTERVAL.toSeconds(),
                TIMEOUT.toSeconds(),
                job,
                String.join("\n", groups)),
        UTF_8);
    return Tool.start(
        program,
        folder.resolve("prometheus.log"),
        "/-/ready",
        List.of(
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--log.level=warn"));
  }

  /** Measures from here on. */
  void begin() throws IOException {
    cpuBefore = cpu();
  }

  /** What it cost since then. */
  Cost end(Duration since) throws IOException, InterruptedException {
    double cpu = cpu() - cpuBefore;
    double resident = prometheus.resident();
    if (blackbox != null) {
      resident += blackbox.resident();
    }
    var now = Instant.now();
    var range = metric + "[" + since.toSeconds() + "s]";
    double probes = query("sum(count_over_time(" + range + "))", now).orElse(0.0);
    double passed = query("sum(sum_over_time(" + range + "))", now).orElse(0.0);
    return new Cost(probes, passed, cpu, resident);
  }

  private double cpu() throws IOException {
    return prometheus.cpu() + (blackbox == null ? 0 : blackbox.cpu());
  }

  /** The only value of an instant query; empty when there is none. */
  private Optional<Double> query(String expression, Instant at)
      throws IOException, InterruptedException {
    var path = "/api/v1/query?time=" + at + "&query=" + URLEncoder.encode(expression, UTF_8);
    var answer = prometheus.get(path);
    var value = VALUE.matcher(answer);
    return value.find() ? Optional.of(Double.valueOf(value.group(1))) : Optional.empty();
  }

  @Override
  public void close() {
    prometheus.close();
    if (blackbox != null) {
      blackbox.close();
    }
  }
}
