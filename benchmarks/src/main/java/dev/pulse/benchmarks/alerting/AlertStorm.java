package dev.pulse.benchmarks.alerting;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * 20,000 alerts in 200 groups, all at once, to Pulse and to an Alertmanager with the same routes:
 * how long until the last one has reached a webhook, and at what price. Both are fresh for each
 * round, and the rounds alternate. Ends with 1 when a target is missed.
 *
 * <p>Arguments: the file for the figures, and the number of rounds (default 3).
 */
public final class AlertStorm {
  private static final String PART = "alertmanager";
  private static final int GROUPS = 200;
  private static final int ALERTS = 100;
  private static final long WAIT_MILLIS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What one round cost. */
  private record Round(double seconds, double cpu, double resident, int messages) {}

  private AlertStorm() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    var program = Tool.program("prometheus-alertmanager");
    var pulse = new ArrayList<Round>();
    var alertmanager = new ArrayList<Round>();
    for (int round = 0; round < rounds; round++) {
      pulse.add(inFolder(AlertStorm::pulse));
      if (program.isPresent()) {
        alertmanager.add(inFolder(folder -> alertmanager(program.get(), folder)));
      }
    }
    var figures = new Figures();
    if (alertmanager.isEmpty()) {
      figures.add(Figure.missing(PART, "Alertmanager", "prometheus-alertmanager is not installed"));
    }
    add(figures, "the last notification after", "s", pulse, alertmanager, Round::seconds, true);
    add(figures, "processor time", "s", pulse, alertmanager, Round::cpu, false);
    add(figures, "resident afterwards", "MiB", pulse, alertmanager, Round::resident, false);
    add(figures, "messages", "", pulse, alertmanager, Round::messages, false);
    figures.append(Path.of(arguments[0]));
    System.exit(figures.areMet() ? 0 : 1);
  }

  private interface Value {
    double of(Round round);
  }

  private static void add(
      Figures figures,
      String name,
      String unit,
      List<Round> pulse,
      List<Round> alertmanager,
      Value value,
      boolean isTarget) {
    var figure = Figure.of(PART, "20,000 alerts in 200 groups: " + name, best(pulse, value), unit);
    if (!alertmanager.isEmpty()) {
      double other = best(alertmanager, value);
      figure = figure.beside(other).note("limit: Alertmanager; the better one of each");
      figure = isTarget ? figure.atMost(other) : figure;
    }
    figures.add(figure);
  }

  private static double best(List<Round> rounds, Value value) {
    return rounds.stream().mapToDouble(value::of).min().orElseThrow();
  }

  private interface Measurement {
    Round in(Path folder) throws IOException, InterruptedException;
  }

  private static Round inFolder(Measurement measurement) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("pulse-storm");
    try {
      return measurement.in(folder);
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Round pulse(Path folder) throws IOException, InterruptedException {
    try (var receiver = new CountingReceiver(GROUPS * ALERTS)) {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  PulseStorm.class.getName(),
                  receiver.url(),
                  folder.toString(),
                  Integer.toString(GROUPS),
                  Integer.toString(ALERTS),
                  Long.toString(WAIT_MILLIS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
        if (!"ready".equals(out.readLine())) {
          throw new IOException("Pulse did not start");
        }
        double before = Tool.cpuOf(process.pid());
        long begin = System.nanoTime();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return round(
            receiver,
            begin,
            () -> Tool.cpuOf(process.pid()) - before,
            () -> Tool.residentOf(process.pid()));
      } finally {
        process.destroyForcibly();
        process.waitFor();
      }
    }
  }

  private static Round alertmanager(Path program, Path folder)
      throws IOException, InterruptedException {
    try (var receiver = new CountingReceiver(GROUPS * ALERTS);
        var tool =
            AlertmanagerStorm.start(program, folder, receiver.url(), GROUPS, ALERTS, WAIT_MILLIS)) {
      double before = tool.cpu();
      long begin = System.nanoTime();
      tool.push();
      return round(receiver, begin, () -> tool.cpu() - before, tool::resident);
    }
  }

  private interface Reading {
    double read() throws IOException;
  }

  private static Round round(CountingReceiver receiver, long begin, Reading cpu, Reading resident)
      throws IOException, InterruptedException {
    if (!receiver.await(PATIENCE)) {
      throw new IOException(
          "only " + receiver.alerts() + " of " + GROUPS * ALERTS + " alerts have arrived");
    }
    return new Round(
        (receiver.lastNanos() - begin) / 1e9, cpu.read(), resident.read(), receiver.messages());
  }
}
