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
import java.util.concurrent.TimeUnit;

/**
 * 20,000 alerts in 200 groups, all at once, to Pulse and to an Alertmanager with the same routes:
 * how long until the last one has reached a webhook, and at what price. Three storms come one after
 * the other, each of alerts of its own: the first finds programs that have just started, the last
 * ones that have run a while, as they do when there is trouble. Both are fresh for each round, and
 * the rounds alternate. Ends with 1 when a target is missed.
 *
 * <p>Arguments: the file for the figures, and the number of rounds (default 3).
 */
public final class AlertStorm {
  private static final String PART = "alertmanager";
  private static final int GROUPS = 200;
  private static final int ALERTS = 100;
  private static final int STORMS = 3;
  private static final long WAIT_MILLIS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What one storm cost. */
  private record Storm(double seconds, double cpu, double resident, int messages) {}

  private AlertStorm() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    var program = Tool.program("prometheus-alertmanager");
    var pulse = new ArrayList<List<Storm>>();
    var alertmanager = new ArrayList<List<Storm>>();
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
    add(figures, "just started", nth(pulse, 0), nth(alertmanager, 0), false);
    add(figures, "third storm", nth(pulse, 2), nth(alertmanager, 2), true);
    figures.append(Path.of(arguments[0]));
    System.exit(figures.areMet() ? 0 : 1);
  }

  private static List<Storm> nth(List<List<Storm>> rounds, int storm) {
    return rounds.stream().map(round -> round.get(storm)).toList();
  }

  private static void add(
      Figures figures, String when, List<Storm> pulse, List<Storm> alertmanager, boolean isTarget) {
    var name = "20,000 alerts in 200 groups, " + when + ": ";
    add(figures, name + "until the last one", "s", pulse, alertmanager, Storm::seconds, isTarget);
    add(figures, name + "processor time", "s", pulse, alertmanager, Storm::cpu, false);
    add(figures, name + "resident afterwards", "MiB", pulse, alertmanager, Storm::resident, false);
    add(figures, name + "messages", "", pulse, alertmanager, Storm::messages, false);
  }

  private static void add(
      Figures figures,
      String name,
      String unit,
      List<Storm> pulse,
      List<Storm> alertmanager,
      Value value,
      boolean isTarget) {
    var figure = Figure.of(PART, name, best(pulse, value), unit);
    if (!alertmanager.isEmpty()) {
      double other = best(alertmanager, value);
      figure = figure.beside(other).note("limit: Alertmanager; the better one of each");
      figure = isTarget ? figure.atMost(other) : figure;
    }
    figures.add(figure);
  }

  private interface Value {
    double of(Storm storm);
  }

  private static double best(List<Storm> storms, Value value) {
    return storms.stream().mapToDouble(value::of).min().orElseThrow();
  }

  private interface Measurement {
    List<Storm> in(Path folder) throws IOException, InterruptedException;
  }

  private static List<Storm> inFolder(Measurement measurement)
      throws IOException, InterruptedException {
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

  private static List<Storm> pulse(Path folder) throws IOException, InterruptedException {
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
                  Long.toString(WAIT_MILLIS),
                  Integer.toString(STORMS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
        if (!"ready".equals(out.readLine())) {
          throw new IOException("Pulse did not start");
        }
        var storms = new ArrayList<Storm>();
        for (int storm = 0; storm < STORMS; storm++) {
          storms.add(
              storm(
                  receiver,
                  () -> {
                    process.getOutputStream().write('\n');
                    process.getOutputStream().flush();
                  },
                  () -> Tool.cpuOf(process.pid()),
                  () -> Tool.residentOf(process.pid())));
        }
        return storms;
      } finally {
        process.destroyForcibly();
        process.waitFor();
      }
    }
  }

  private static List<Storm> alertmanager(Path program, Path folder)
      throws IOException, InterruptedException {
    try (var receiver = new CountingReceiver(GROUPS * ALERTS);
        var tool =
            AlertmanagerStorm.start(program, folder, receiver.url(), GROUPS, ALERTS, WAIT_MILLIS)) {
      var storms = new ArrayList<Storm>();
      for (int storm = 0; storm < STORMS; storm++) {
        var bodies = tool.bodies(storm);
        storms.add(storm(receiver, () -> tool.push(bodies), tool::cpu, tool::resident));
      }
      return storms;
    }
  }

  private interface Beginning {
    void begin() throws IOException, InterruptedException;
  }

  private interface Reading {
    double read() throws IOException;
  }

  private static Storm storm(
      CountingReceiver receiver, Beginning beginning, Reading cpu, Reading resident)
      throws IOException, InterruptedException {
    receiver.reset();
    double before = cpu.read();
    long begin = System.nanoTime();
    beginning.begin();
    if (!receiver.await(PATIENCE)) {
      throw new IOException(
          "only " + receiver.alerts() + " of " + GROUPS * ALERTS + " alerts have arrived");
    }
    var storm =
        new Storm(
            (receiver.lastNanos() - begin) / 1e9,
            cpu.read() - before,
            resident.read(),
            receiver.messages());
    // What it still has to write down belongs to this storm, and not into the next one's way.
    TimeUnit.MILLISECONDS.sleep(2 * WAIT_MILLIS);
    return storm;
  }
}
