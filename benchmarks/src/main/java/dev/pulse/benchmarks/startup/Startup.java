package dev.pulse.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Starts the runnable jar and the {@link Bare} program in turns, and prints the medians: time to
 * the first 200, processor time until then, and resident memory after half a minute without work.
 */
final class Startup {
  private static final double MOST_SECONDS = 1.0;
  private static final double MOST_MEGABYTES = 120;

  private final String java;
  private final String jar;
  private final String own;
  private final int runs;
  private final int idleSeconds;
  private final Path results;

  private Startup(String[] arguments) {
    java = arguments[0];
    jar = arguments[1];
    own = arguments[2];
    runs = Integer.parseInt(arguments[3]);
    idleSeconds = Integer.parseInt(arguments[4]);
    results = Path.of(arguments[5]);
  }

  /**
   * Measures.
   *
   * @param arguments the JVM to measure on, the runnable jar, the jar with this program, how many
   *     starts, how many seconds without work, the file for the figures
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new Startup(arguments).measure();
  }

  /** One way to start. */
  private record Way(String name, List<String> pulse, List<String> bare) {}

  /** What one program took. */
  private static final class Figures {
    final List<Double> seconds = new ArrayList<>();
    final List<Double> cpu = new ArrayList<>();
    final List<Double> megabytes = new ArrayList<>();
  }

  private void measure() throws IOException, InterruptedException {
    System.out.printf(
        Locale.ROOT, "%-34s %9s %9s %7s %9s%n", "", "Pulse", "bare", "ratio", "target");
    measure(plain(), true);
    var archives = Files.createTempDirectory("archives");
    try {
      measure(archived(archives), false);
    } finally {
      for (String name : List.of("pulse", "bare")) {
        Files.deleteIfExists(archives.resolve(name));
      }
      Files.delete(archives);
    }
  }

  private Way plain() {
    return new Way("", pulse(), bare());
  }

  private List<String> pulse(String... options) {
    var command = new ArrayList<>(List.of(java));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar, "serve", "--port", "PORT"));
    return command;
  }

  private List<String> bare(String... options) {
    var command = new ArrayList<>(List.of(java));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar + ":" + own, Bare.class.getName(), "PORT"));
    return command;
  }

  /** With an archive of the classes that a first start has loaded. */
  private Way archived(Path archives) throws IOException, InterruptedException {
    var pulse = archives.resolve("pulse");
    var bare = archives.resolve("bare");
    Launch.of(pulse("-XX:ArchiveClassesAtExit=" + pulse)).close();
    Launch.of(bare("-XX:ArchiveClassesAtExit=" + bare)).close();
    return new Way(
        " with a class archive",
        pulse("-XX:SharedArchiveFile=" + pulse),
        bare("-XX:SharedArchiveFile=" + bare));
  }

  private void measure(Way way, boolean target) throws IOException, InterruptedException {
    var pulse = new Figures();
    var bare = new Figures();
    for (int run = 0; run < runs; run++) {
      start(way.pulse(), pulse);
      start(way.bare(), bare);
    }
    try (var idle = Launch.of(way.pulse());
        var other = Launch.of(way.bare())) {
      Thread.sleep(idleSeconds * 1000L);
      pulse.megabytes.add(idle.resident());
      bare.megabytes.add(other.resident());
    }
    report(
        "first 200" + way.name(), "s", pulse.seconds, bare.seconds, target(target, MOST_SECONDS));
    report("processor time" + way.name(), "s", pulse.cpu, bare.cpu, Optional.empty());
    report(
        "idle memory" + way.name(),
        "MB",
        pulse.megabytes,
        bare.megabytes,
        target(target, MOST_MEGABYTES));
  }

  private static Optional<Double> target(boolean wanted, double most) {
    return wanted ? Optional.of(most) : Optional.empty();
  }

  private static void start(List<String> command, Figures figures)
      throws IOException, InterruptedException {
    try (var launch = Launch.of(command)) {
      figures.cpu.add(launch.cpu().toMillis() / 1e3);
      figures.seconds.add(launch.ready().toNanos() / 1e9);
    }
  }

  private void report(
      String name, String unit, List<Double> pulse, List<Double> bare, Optional<Double> target)
      throws IOException {
    double value = median(pulse);
    double limit = median(bare);
    System.out.printf(
        Locale.ROOT,
        "%-34s %9.2f %9.2f %7.2f %9s%s%n",
        name + ", " + unit,
        value,
        limit,
        value / limit,
        target.map(most -> String.format(Locale.ROOT, "%.1f", most)).orElse(""),
        target.filter(most -> value > most).map(most -> " missed").orElse(""));
    var line =
        String.format(
            Locale.ROOT,
            "{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"limit\":%.3f,\"ratio\":%.3f,"
                + "\"target\":%s}%n",
            name,
            value,
            unit,
            limit,
            value / limit,
            target.map(most -> String.format(Locale.ROOT, "%.1f", most)).orElse("null"));
    Files.writeString(results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
