package dev.pulse.benchmarks.hung;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.benchmarks.measure.Durations;
import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.benchmarks.measure.Hiccups;
import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.benchmarks.measure.Tally;
import dev.pulse.benchmarks.profile.Profile;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs HTTP checks every ten seconds, half of them against targets that accept the connection and
 * never answer, through all of Pulse: engine, rules, incidents, SQLite. Tells how late the runs of
 * the other half began. Ends with 0 when the 99th percentile of that is below 50 ms, no run was
 * missed and every verdict was right; else with 1.
 *
 * <p>Arguments: the seconds to measure (default 60), the number of checks (default 10,000), and a
 * file to add the figures to.
 */
public final class HungTargets {
  static final String HUNG = "hung-";

  private static final String PART = "b";
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration GOAL = Duration.ofMillis(50);

  private static final Set<String> EXPECTED = Set.of("hung FAIL timeout", "others PASS");

  private final Duration measured;
  private final int checks;
  private final Tally tally = new Tally(HUNG);
  private final Figures figures = new Figures();
  private Duration compiling = Duration.ZERO;

  private HungTargets(Duration measured, int checks) {
    this.measured = measured;
    this.checks = checks;
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var measured = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 60);
    int checks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    var benchmark = new HungTargets(measured, checks);
    boolean met = benchmark.run();
    if (arguments.length > 2) {
      benchmark.figures.append(Path.of(arguments[2]));
    }
    System.exit(met ? 0 : 1);
  }

  private boolean run() throws Exception {
    var farm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TargetFarm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var directory = Files.createTempDirectory("pulse-hung-targets");
    try (var out =
        new BufferedReader(
            new InputStreamReader(farm.getInputStream(), StandardCharsets.US_ASCII))) {
      var line = out.readLine();
      if (line == null) {
        throw new IOException("the targets did not start");
      }
      var ports = line.split(" ", 2);
      return measure(farm, directory, Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    } finally {
      farm.destroy();
      delete(directory);
    }
  }

  private boolean measure(Process farm, Path directory, int answering, int silent)
      throws IOException, InterruptedException {
    var builder =
        Pulse.builder()
            .store(Stores.sqlite(directory.resolve("pulse.db")))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .listener(tally);
    for (int i = 0; i < checks / 2; i++) {
      builder.register(registration("other-" + i, i, answering));
      builder.register(registration(HUNG + i, i, silent));
    }
    var watch = new Timer("threads", true);
    Profile.getReady();
    try (var pulse = builder.start()) {
      watch.schedule(looking(), 100, 100);
      // The first round loads classes and is spread over an interval; the second finds all of the
      // hung ones hanging.
      TimeUnit.NANOSECONDS.sleep(INTERVAL.multipliedBy(2).toNanos());
      var before = Machine.now();
      var compilersBefore = Machine.cpuOfCompilers();
      var farmBefore = Machine.cpuOf(farm.pid());
      var profile = Profile.begin("Pulse, " + checks / 2 + " of " + checks + " hung");
      long[] hiccups;
      tally.open();
      try (var napping = new Hiccups()) {
        TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        hiccups = napping.sorted();
      }
      var counts = tally.close();
      profile.end(counts.others().length + counts.hung().length, 10_000, "10,000 checks");
      var after = Machine.now();
      compiling = Machine.cpuOfCompilers().minus(compilersBefore);
      var farmCpu = Machine.cpuOf(farm.pid()).minus(farmBefore);
      return report(counts, hiccups, before, after, farmCpu);
    } finally {
      watch.cancel();
    }
  }

  private TimerTask looking() {
    return new TimerTask() {
      @Override
      public void run() {
        tally.lookAtThreads();
      }
    };
  }

  private static Registration registration(String name, int number, int port) {
    var url =
        "http://" + TargetFarm.address(number % TargetFarm.ADDRESSES) + ":" + port + "/" + number;
    return Registration.check(name, HttpCheck.get(url).build())
        .schedule(Schedules.every(INTERVAL))
        .timeout(TIMEOUT)
        .build();
  }

  private boolean report(
      Tally.Counts counts, long[] hiccups, Machine before, Machine after, Duration farmCpu)
      throws IOException {
    var wall = after.since(before);
    int runs = counts.others().length + counts.hung().length;
    long planned = checks * wall.toNanos() / INTERVAL.toNanos();
    var own = after.cpuSince(before);
    var foreign = after.busySince(before).minus(own).minus(farmCpu);
    int cores = Runtime.getRuntime().availableProcessors();
    var lines = new ArrayList<String>();
    lines.add("java                  " + Runtime.version());
    lines.add("runs / planned        " + runs + " / " + planned + ", stored " + counts.stored());
    lines.add("verdicts              " + counts.verdicts());
    lines.add("skipped runs          " + counts.skipped());
    lines.add("incidents             " + counts.incidents());
    lines.add("lateness of others    " + Durations.spread(counts.others()));
    lines.add("lateness of hung      " + Durations.spread(counts.hung()));
    lines.add("latency of others     " + Durations.spread(counts.latencies()));
    lines.add("an idle thread        " + Durations.spread(hiccups));
    lines.add(text("CPU s per 10,000      %.2f", seconds(own) * 10_000 / Math.max(1, runs)));
    lines.add(text("resident, at most     %d MiB", Machine.status("VmHWM")));
    lines.add("threads, at most      " + counts.mostThreads());
    lines.add(
        text(
            "processors            %d; Pulse %.0f %%, targets %.0f %%, everything else %.0f %%",
            cores,
            100 * seconds(own) / seconds(wall) / cores,
            100 * seconds(farmCpu) / seconds(wall) / cores,
            100 * seconds(foreign) / seconds(wall) / cores));
    lines.forEach(System.out::println);
    record(counts, seconds(own), runs);
    return judge(counts);
  }

  private void record(Tally.Counts counts, double cpu, int runs) throws IOException {
    double each = 10_000.0 / Math.max(1, runs);
    int java = Runtime.version().feature();
    var prefix = checks / 2 + " of " + checks + " hung, JDK " + java + ": ";
    figures.add(
        Figure.of(PART, prefix + "CPU per 10,000 checks", cpu * each, "s")
            .atMost(1.8)
            .note(text("of it compiling Java %.2f s", seconds(compiling) * each)));
    figures.add(
        Figure.of(PART, prefix + "resident, at most", (double) Machine.status("VmHWM"), "MiB")
            .atMost(java >= 21 ? 600 : 1200)
            .note("with " + ManagementFactory.getRuntimeMXBean().getInputArguments()));
    if (counts.others().length > 0) {
      double late = Machine.quantile(counts.others(), 0.99) / 1e6;
      figures.add(
          Figure.of(PART, prefix + "lateness of the others, p99", late, "ms")
              .atMost((double) GOAL.toMillis()));
    }
    figures.add(Figure.of(PART, prefix + "runs missed", counts.skipped(), "runs").atMost(0));
  }

  private static boolean judge(Tally.Counts counts) {
    var problems = new ArrayList<String>();
    if (!EXPECTED.equals(counts.verdicts().keySet())) {
      problems.add("verdicts other than PASS for the others and a time-out for the hung");
    }
    if (counts.skipped() > 0) {
      problems.add("runs were skipped");
    }
    if (counts.others().length == 0 || Machine.quantile(counts.others(), 0.99) >= GOAL.toNanos()) {
      problems.add("the p99 lateness of the others is not below " + GOAL.toMillis() + " ms");
    }
    System.out.println(problems.isEmpty() ? "goal                  met" : "MISSED: " + problems);
    return problems.isEmpty();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
