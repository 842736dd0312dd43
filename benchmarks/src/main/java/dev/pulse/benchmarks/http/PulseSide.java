package dev.pulse.benchmarks.http;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.benchmarks.measure.Tally;
import dev.pulse.benchmarks.profile.Profile;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Pulse with all that belongs to it: HTTP checks every ten seconds, a failure rule, a detector on
 * the latency, SQLite. After two rounds that do not count it measures, and prints what it found as
 * lines of a name and a value.
 *
 * <p>Arguments: the kind of connections, the seconds to measure, the number of checks, of hosts,
 * the ports for http and https, the file of the store.
 */
public final class PulseSide {
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private PulseSide() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var connections = Connections.valueOf(arguments[0]);
    var measured = Duration.ofSeconds(Long.parseLong(arguments[1]));
    int checks = Integer.parseInt(arguments[2]);
    var targets =
        new Targets(
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]),
            Integer.parseInt(arguments[3]));
    run(connections, measured, checks, targets, Path.of(arguments[6]));
  }

  private static void run(
      Connections connections, Duration measured, int checks, Targets targets, Path file)
      throws IOException, InterruptedException {
    var tally = new Tally("hung-");
    var builder =
        Pulse.builder()
            .store(Stores.sqlite(file))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build))
            .listener(tally);
    for (int i = 0; i < checks; i++) {
      builder.register(registration(connections, targets.url(connections, i), i));
    }
    Profile.getReady();
    try (var pulse = builder.start()) {
      TimeUnit.NANOSECONDS.sleep(INTERVAL.multipliedBy(2).toNanos());
      var before = Machine.now();
      var compilersBefore = Machine.cpuOfCompilers();
      var profile = Profile.begin("Pulse, " + connections.title);
      tally.open();
      TimeUnit.NANOSECONDS.sleep(measured.toNanos());
      var counts = tally.close();
      profile.end(counts.runs(), 10_000, "10,000 checks");
      tell(counts, before, Machine.now());
      var compilers = Machine.cpuOfCompilers().minus(compilersBefore);
      System.out.println("cpu_compilers " + compilers.toNanos() / 1e9);
      System.out.println("planned " + checks * measured.toNanos() / INTERVAL.toNanos());
    }
  }

  private static Registration registration(Connections connections, String url, int number) {
    var check = HttpCheck.get(url);
    if (connections.isKept()) {
      check.keepAlive();
    }
    return Registration.check("check-" + number, check.build())
        .schedule(Schedules.every(INTERVAL))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  private static void tell(Tally.Counts counts, Machine before, Machine after) throws IOException {
    System.out.println("runs " + counts.runs());
    System.out.println("skipped " + counts.skipped());
    System.out.println("verdicts " + counts.verdicts());
    System.out.println("incidents " + counts.incidents());
    System.out.println("wall " + after.since(before).toNanos() / 1e9);
    System.out.println("cpu " + after.cpuSince(before).toNanos() / 1e9);
    System.out.println("busy " + after.busySince(before).toNanos() / 1e9);
    System.out.println("late_p50 " + Machine.quantile(counts.others(), 0.5) / 1e6);
    System.out.println("late_p99 " + Machine.quantile(counts.others(), 0.99) / 1e6);
    System.out.println("late_max " + Machine.quantile(counts.others(), 1) / 1e6);
    System.out.println("latency_p50 " + Machine.quantile(counts.latencies(), 0.5) / 1e6);
    System.out.println("latency_p99 " + Machine.quantile(counts.latencies(), 0.99) / 1e6);
    System.out.println("resident " + Machine.status("VmRSS"));
    System.out.println("resident_most " + Machine.status("VmHWM"));
    System.out.println("threads " + Machine.status("Threads"));
  }
}
