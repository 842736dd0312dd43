package dev.pulse.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs what JMH measures: part (d). */
public final class MicroBenchmarks {
  private static final String PART = "d";

  /** In nanoseconds, by what is in the name. */
  private static final Map<String, Double> MOST =
      Map.of("Detector", 1_000.0, "Router.decide", 2_000.0, "Router.alerts", 40_000.0);

  private MicroBenchmarks() {}

  /**
   * Measures.
   *
   * @param args {@code short} or {@code long}; the file for the figures; a regular expression of
   *     what to measure, by default everything
   */
  public static void main(String[] args) throws RunnerException, IOException {
    boolean thorough = args[0].equals("long");
    var options =
        new OptionsBuilder()
            .include(args.length > 2 ? args[2] : "Benchmark")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(thorough ? 3 : 1)
            .warmupIterations(thorough ? 5 : 2)
            .warmupTime(TimeValue.milliseconds(thorough ? 1_000 : 700))
            .measurementIterations(thorough ? 5 : 3)
            .measurementTime(TimeValue.milliseconds(thorough ? 1_000 : 500))
            .jvmArgsAppend("-Xmx512m")
            .addProfiler(CpuProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    var results = new Runner(options).run();
    var figures = new Figures();
    add(results, figures);
    figures.append(Path.of(args[1]));
  }

  private static void add(Collection<RunResult> results, Figures figures) {
    for (RunResult result : results) {
      var cpu = requireNonNull(result.getSecondaryResults().get(CpuProfiler.NAME));
      var wall = result.getPrimaryResult();
      var name = result.getParams().getBenchmark();
      var figure =
          Figure.of(PART, name(name, result), cpu.getScore(), "ns")
              .note(
                  String.format(Locale.ROOT, "processor time; on the wall %.0f", wall.getScore()));
      var most =
          MOST.entrySet().stream()
              .filter(entry -> name.replace("Benchmark.", ".").contains(entry.getKey()))
              .findFirst();
      figures.add(most.map(entry -> figure.atMost(entry.getValue())).orElse(figure));
    }
  }

  /** {@code Detector.observe, type zscore}. */
  private static String name(String benchmark, RunResult result) {
    var parts = benchmark.split("\\.", -1);
    var name = parts[parts.length - 2].replaceAll("Benchmark$", "") + "." + parts[parts.length - 1];
    var parameters =
        result.getParams().getParamsKeys().stream()
            .sorted()
            .map(key -> ", " + result.getParams().getParam(key))
            .collect(Collectors.joining());
    return name + parameters;
  }
}
