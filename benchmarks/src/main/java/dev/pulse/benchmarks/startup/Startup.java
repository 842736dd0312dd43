package dev.pulse.benchmarks.startup;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
  private final Figures figures = new Figures();

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
  private static final class Times {
    final List<Double> seconds = new ArrayList<>();
    final List<Double> cpu = new ArrayList<>();
    final List<Double> megabytes = new ArrayList<>();
  }

  private void measure() throws IOException, InterruptedException {
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
    figures.append(results);
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
        ", with a class archive",
        pulse("-XX:SharedArchiveFile=" + pulse),
        bare("-XX:SharedArchiveFile=" + bare));
  }

  private void measure(Way way, boolean target) throws IOException, InterruptedException {
    var pulse = new Times();
    var bare = new Times();
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
    add("First HTTP 200" + way.name(), pulse.seconds, bare.seconds, "s", target, MOST_SECONDS);
    figures.add(
        Figure.of("e", "Processor time of it" + way.name(), median(pulse.cpu), "s")
            .beside(median(bare.cpu)));
    add(
        "Resident after " + idleSeconds + " s without work" + way.name(),
        pulse.megabytes,
        bare.megabytes,
        "MB",
        target,
        MOST_MEGABYTES);
  }

  private void add(
      String name,
      List<Double> pulse,
      List<Double> bare,
      String unit,
      boolean target,
      double most) {
    var figure = Figure.of("e", name, median(pulse), unit).beside(median(bare));
    figures.add(target ? figure.atMost(most) : figure);
  }

  private static void start(List<String> command, Times times)
      throws IOException, InterruptedException {
    try (var launch = Launch.of(command)) {
      times.cpu.add(launch.cpu().toMillis() / 1e3);
      times.seconds.add(launch.ready().toNanos() / 1e9);
    }
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
