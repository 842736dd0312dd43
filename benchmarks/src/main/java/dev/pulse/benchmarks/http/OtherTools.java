package dev.pulse.benchmarks.http;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What others cost that look at the same targets at the same time: part (f). Pulse with kept and
 * with new connections, a Prometheus that scrapes, and one that asks a blackbox_exporter run beside
 * each other, each against all targets of one nginx.
 *
 * <p>Arguments: the seconds to measure, the number of targets, the file for the figures.
 */
public final class OtherTools {
  private static final String PART = "f";
  private static final Duration WARM_UP = PulseSide.INTERVAL.multipliedBy(2);
  private static final String PROMETHEUS = "prometheus";
  private static final String BLACKBOX = "prometheus-blackbox-exporter";

  private static final String HEAP = "-Xmx256m";
  private static final double LEAST_SHARE = 0.99;
  private static final Pattern PASSES = Pattern.compile("others PASS=([0-9]+)");

  private final Duration measured;
  private final int checks;
  private final Path directory;
  private final Figures figures = new Figures();

  private OtherTools(Duration measured, int checks, Path directory) {
    this.measured = measured;
    this.checks = checks;
    this.directory = directory;
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var directory = Files.createTempDirectory("pulse-others");
    try {
      var tools =
          new OtherTools(
              Duration.ofSeconds(Long.parseLong(arguments[0])),
              Integer.parseInt(arguments[1]),
              directory);
      var nginx = Nginx.program();
      if (nginx.isPresent()) {
        tools.measure(nginx.get());
      } else {
        tools.figures.add(Figure.missing(PART, "Everything", "nginx is not installed"));
      }
      tools.figures.append(Path.of(arguments[2]));
    } finally {
      HttpChecks.delete(directory);
    }
  }

  private void measure(Path program)
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    var pulse = new HttpChecks(measured, checks, checks, List.of(HEAP), directory);
    var certificate = HttpChecks.certificate();
    pulse.writeTrust(certificate);
    var executor = Executors.newFixedThreadPool(2);
    try (var nginx = Nginx.start(program, directory, certificate, checks, 4 * checks);
        var scraping = scraping(nginx.targets());
        var probing = probing(nginx.targets())) {
      nginx.targets().writeHosts(directory.resolve("hosts"));
      var kept = executor.submit(side(pulse, Connections.KEEP_ALIVE, nginx));
      var fresh = executor.submit(side(pulse, Connections.PLAIN, nginx));
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      begin(scraping);
      begin(probing);
      TimeUnit.NANOSECONDS.sleep(measured.toNanos());
      var scraped = end(scraping);
      var probed = end(probing);
      report(kept, fresh, scraped, probed);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Callable<Map<String, String>> side(
      HttpChecks pulse, Connections connections, Nginx nginx) {
    return () -> pulse.pulse(connections, nginx);
  }

  private @Nullable Scraping scraping(Targets targets) throws IOException, InterruptedException {
    var program = Tool.program(PROMETHEUS);
    return program.isEmpty()
        ? null
        : Scraping.direct(program.get(), directory.resolve("scraping"), targets, checks);
  }

  private @Nullable Scraping probing(Targets targets) throws IOException, InterruptedException {
    var program = Tool.program(PROMETHEUS);
    var exporter = Tool.program(BLACKBOX);
    return program.isEmpty() || exporter.isEmpty()
        ? null
        : Scraping.probing(
            program.get(), exporter.get(), directory.resolve("probing"), targets, checks);
  }

  private static void begin(@Nullable Scraping scraping) throws IOException {
    if (scraping != null) {
      scraping.begin();
    }
  }

  private Optional<Scraping.Cost> end(@Nullable Scraping scraping)
      throws IOException, InterruptedException {
    return scraping == null ? Optional.empty() : Optional.of(scraping.end(measured));
  }

  private void report(
      Future<Map<String, String>> kept,
      Future<Map<String, String>> fresh,
      Optional<Scraping.Cost> scraped,
      Optional<Scraping.Cost> probed)
      throws InterruptedException, ExecutionException {
    var opened = fresh.get();
    var reused = kept.get();
    cpu("Pulse, new connections", opened);
    cpu("Pulse, kept connections", reused);
    other("blackbox_exporter and Prometheus, new connections", probed, opened, BLACKBOX);
    other("Prometheus scraping, kept connections", scraped, reused, PROMETHEUS);
    resident("Pulse, new connections", opened);
    resident("Pulse, kept connections", reused);
    resident("blackbox_exporter and Prometheus", probed);
    resident("Prometheus scraping", scraped);
  }

  private void cpu(String name, Map<String, String> pulse) {
    double runs = HttpChecks.number(pulse, "runs");
    var passes = PASSES.matcher(pulse.getOrDefault("verdicts", ""));
    double passed = passes.find() ? Double.parseDouble(passes.group(1)) : 0;
    var figure =
        Figure.of(PART, cpuOf(name), HttpChecks.perTenThousand(pulse), "s")
            .note("rules, a detector, SQLite; " + HEAP);
    add(figure, name, runs, passed);
  }

  private static String cpuOf(String name) {
    return "CPU per 10,000 probes: " + name;
  }

  private void other(
      String name, Optional<Scraping.Cost> known, Map<String, String> pulse, String packageName) {
    if (known.isEmpty()) {
      figures.add(Figure.missing(PART, cpuOf(name), "not installed: " + packageName));
      return;
    }
    var cost = known.get();
    var figure =
        Figure.of(PART, cpuOf(name), cost.perTenThousand(), "s")
            .beside(HttpChecks.perTenThousand(pulse))
            .note("limit: Pulse at the same time");
    add(figure, name, cost.probes(), cost.passed());
  }

  /** Where targets did not answer in time, the machine was too busy to measure anything. */
  private void add(Figure figure, String name, double probes, double passed) {
    double planned = (double) checks * measured.toSeconds() / PulseSide.INTERVAL.toSeconds();
    if (passed >= LEAST_SHARE * Math.max(planned, probes)) {
      figures.add(figure);
      return;
    }
    var why =
        String.format(
            Locale.ROOT,
            "only %.0f of %.0f probes passed, and %.0f were planned: the machine was too busy",
            passed,
            probes,
            planned);
    figures.add(Figure.missing(PART, cpuOf(name), why));
  }

  private void resident(String name, Map<String, String> pulse) {
    figures.add(
        Figure.of(PART, "Resident memory: " + name, HttpChecks.number(pulse, "resident"), "MiB"));
  }

  private void resident(String name, Optional<Scraping.Cost> cost) {
    var figure = "Resident memory: " + name;
    figures.add(
        cost.map(known -> Figure.of(PART, figure, known.resident(), "MiB"))
            .orElseGet(() -> Figure.missing(PART, figure, "not installed")));
  }
}
