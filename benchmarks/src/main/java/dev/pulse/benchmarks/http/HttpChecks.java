package dev.pulse.benchmarks.http;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;

/**
 * Measures HTTP checks of all of Pulse against nginx, beside plain OkHttp. Ends with 0 when every
 * target is reached, else with 1.
 *
 * <p>Arguments: the seconds to measure, the number of checks, the number of host names, the file
 * for the figures, the kinds of connections (separated by commas), then options for the JVM of
 * Pulse.
 */
public final class HttpChecks {
  private static final String PART = "a";
  private static final String PASSWORD = "benchmark";
  private static final int WARM_UP_ROUNDS = 2;

  private final Duration measured;
  private final int checks;
  private final int hosts;
  private final List<String> options;
  private final Path directory;
  private final Figures figures = new Figures();

  HttpChecks(Duration measured, int checks, int hosts, List<String> options, Path directory) {
    this.measured = measured;
    this.checks = checks;
    this.hosts = hosts;
    this.options = options;
    this.directory = directory;
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var measured = Duration.ofSeconds(Long.parseLong(arguments[0]));
    var directory = Files.createTempDirectory("pulse-http-checks");
    boolean met;
    try {
      var run =
          new HttpChecks(
              measured,
              Integer.parseInt(arguments[1]),
              Integer.parseInt(arguments[2]),
              List.of(arguments).subList(5, arguments.length),
              directory);
      var kinds = Stream.of(arguments[4].split(",", -1)).map(Connections::valueOf).toList();
      met = run.measure(kinds);
      run.figures.append(Path.of(arguments[3]));
    } finally {
      delete(directory);
    }
    System.exit(met ? 0 : 1);
  }

  private boolean measure(List<Connections> kinds)
      throws IOException, InterruptedException, GeneralSecurityException {
    var program =
        Nginx.program().orElseThrow(() -> new IOException("nginx is not installed: nginx-light"));
    var certificate = certificate();
    writeTrust(certificate);
    for (Connections kind : kinds) {
      try (var nginx = Nginx.start(program, directory, certificate, hosts, checks(kind))) {
        nginx.targets().writeHosts(directory.resolve("hosts"));
        measure(kind, nginx);
      }
    }
    return figures.areMet();
  }

  /** A thousand handshakes of the JDK a second are more than two processors can do. */
  private int checks(Connections kind) {
    return kind.isEncrypted() ? Math.max(1, checks / 4) : checks;
  }

  private void measure(Connections kind, Nginx nginx) throws IOException, InterruptedException {
    int perSecond = (int) (checks(kind) / PulseSide.INTERVAL.toSeconds());
    var one = raw(kind, nginx, 1, 0);
    var many = raw(kind, nginx, hosts, 0);
    var paced = raw(kind, nginx, hosts, perSecond);
    var nginxBefore = nginx.cpu();
    var pulse = new HashMap<>(pulse(kind, nginx));
    double nginxCpu = nginx.cpu().minus(nginxBefore).toNanos() / 1e9;
    report(kind, pulse, one, many, paced);
    double wall = number(pulse, "wall");
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT,
        "  %s; verdicts %s, incidents %s, skipped %s of %s; threads %s; of %d processors Pulse had"
            + " %.0f %%, nginx about %.0f %%, all together were busy %.0f %%%n",
        "JDK " + Runtime.version().feature(),
        pulse.get("verdicts"),
        pulse.get("incidents"),
        pulse.get("skipped"),
        pulse.get("runs"),
        pulse.get("threads"),
        cores,
        100 * number(pulse, "cpu") / wall / cores,
        100 * nginxCpu / (wall + WARM_UP_ROUNDS * PulseSide.INTERVAL.toSeconds()) / cores,
        100 * number(pulse, "busy") / wall / cores);
  }

  private void report(
      Connections kind,
      Map<String, String> pulse,
      Map<String, String> one,
      Map<String, String> many,
      Map<String, String> paced) {
    var prefix = kind.title + ", JDK " + Runtime.version().feature() + ": ";
    var cost = Figure.of(PART, prefix + "CPU per 10,000 checks", perTenThousand(pulse), "s");
    figures.add(
        cost.beside(perTenThousand(one))
            .atMost(kind.target)
            .note(
                "limit: OkHttp, one host; of it compiling Java %s and %s"
                    .formatted(compiling(pulse), compiling(one))));
    figures.add(cost.beside(perTenThousand(many)).note("limit: OkHttp, " + hosts + " hosts"));
    figures.add(
        cost.beside(perTenThousand(paced))
            .note("limit: OkHttp, " + hosts + " hosts, as often as the checks"));
    if (kind.isKept()) {
      double times = perTenThousand(pulse) / perTenThousand(one);
      figures.add(
          Figure.of(PART, prefix + "CPU, times OkHttp with one host", times, "times").atMost(3));
    }
    double wall = number(pulse, "wall");
    figures.add(Figure.of(PART, prefix + "checks per second", number(pulse, "runs") / wall, "1/s"));
    figures.add(Figure.of(PART, prefix + "lateness, p50", number(pulse, "late_p50"), "ms"));
    figures.add(
        Figure.of(PART, prefix + "lateness, p99", number(pulse, "late_p99"), "ms").atMost(50));
    figures.add(Figure.of(PART, prefix + "latency, p50", number(pulse, "latency_p50"), "ms"));
    figures.add(Figure.of(PART, prefix + "latency, p99", number(pulse, "latency_p99"), "ms"));
    double missed = number(pulse, "skipped") + Math.max(0, -tolerated(pulse));
    figures.add(Figure.of(PART, prefix + "runs missed", missed, "runs").atMost(0));
    if (!"{others PASS=%.0f}".formatted(number(pulse, "runs")).equals(pulse.get("verdicts"))) {
      throw new IllegalStateException("verdicts other than PASS: " + pulse.get("verdicts"));
    }
    figures.add(
        Figure.of(PART, prefix + "resident, at most", number(pulse, "resident_most"), "MiB"));
  }

  /** How many runs more there were than planned, with one in a hundred on the edges allowed. */
  private static double tolerated(Map<String, String> pulse) {
    double planned = number(pulse, "planned");
    return Math.min(0, number(pulse, "runs") - Math.floor(planned * 0.99));
  }

  private Map<String, String> raw(Connections kind, Nginx nginx, int names, int perSecond)
      throws IOException, InterruptedException {
    long counted = checks(kind) * measured.toNanos() / PulseSide.INTERVAL.toNanos();
    return run(
        RawSide.class,
        List.of(),
        kind.name(),
        String.valueOf(WARM_UP_ROUNDS * checks(kind)),
        String.valueOf(counted),
        String.valueOf(names),
        String.valueOf(nginx.targets().plainPort()),
        String.valueOf(nginx.targets().tlsPort()),
        String.valueOf(perSecond));
  }

  Map<String, String> pulse(Connections kind, Nginx nginx)
      throws IOException, InterruptedException {
    var jvm = new ArrayList<>(List.of("-Ddev.pulse.tls=" + kind.library()));
    jvm.addAll(options);
    return run(
        PulseSide.class,
        jvm,
        kind.name(),
        String.valueOf(measured.toSeconds()),
        String.valueOf(checks(kind)),
        String.valueOf(hosts),
        String.valueOf(nginx.targets().plainPort()),
        String.valueOf(nginx.targets().tlsPort()),
        directory.resolve(kind.name() + ".db").toString());
  }

  private Map<String, String> run(Class<?> main, List<String> jvm, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Djdk.net.hosts.file=" + directory.resolve("hosts"));
    command.add("-Djavax.net.ssl.trustStore=" + directory.resolve("trust.p12"));
    command.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    // No name server is part of this: names are asked for once.
    command.add("-Dsun.net.inetaddr.ttl=600");
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var found = new HashMap<String, String>();
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        int end = line.indexOf(' ');
        found.put(line.substring(0, Math.max(0, end)), line.substring(end + 1));
      }
      if (process.waitFor() != 0) {
        throw new IOException(main.getSimpleName() + " ended with " + process.exitValue());
      }
    } finally {
      process.destroy();
    }
    return found;
  }

  static double perTenThousand(Map<String, String> found) {
    return number(found, "cpu") * 10_000 / number(found, "runs");
  }

  /** How much of the processor time per 10,000 went into compiling, which ends after a while. */
  private static String compiling(Map<String, String> found) {
    double seconds = number(found, "cpu_compilers") * 10_000 / number(found, "runs");
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  static double number(Map<String, String> found, String name) {
    var text = found.get(name);
    if (text == null) {
      throw new IllegalStateException("nothing was said of " + name);
    }
    return Double.parseDouble(text);
  }

  static HeldCertificate certificate() {
    return new HeldCertificate.Builder()
        .ecdsa256()
        .commonName("pulse.test")
        .addSubjectAlternativeName("*.pulse.test")
        .build();
  }

  void writeTrust(HeldCertificate certificate) throws IOException, GeneralSecurityException {
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("nginx", certificate.certificate());
    try (var out = Files.newOutputStream(directory.resolve("trust.p12"))) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
