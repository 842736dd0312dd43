package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CollectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes {@link PodSqliteCollector}s of the type {@code pod-sqlite}. Options: {@code pods}, names or
 * ranges such as {@code db-{0..9}-0}; {@code query}, {@code file}; {@code gauges} and {@code
 * counters}, columns by the name of the series; {@code label-columns}; {@code namespace}, {@code
 * container}, {@code program}, {@code pod-timeout}, {@code concurrency} and {@code precheck}. The
 * cluster is found as {@link KubernetesConnection} says.
 */
public final class PodSqliteCollectorProvider implements CollectorProvider {
  private static final List<String> NOBODY = List.of("nobody");
  private static final PodSqlite STAND_IN = PodSqlite.query("SELECT 1").file("none").build();

  private final KubernetesConnection connection;

  /** For {@link java.util.ServiceLoader}. */
  public PodSqliteCollectorProvider() {
    this(KubernetesConnection.detect());
  }

  PodSqliteCollectorProvider(KubernetesConnection connection) {
    this.connection = requireNonNull(connection, "connection");
  }

  @Override
  public String type() {
    return "pod-sqlite";
  }

  @Override
  public Collector create(Settings settings) {
    var problems = new ArrayList<Problem>();
    var exec = exec(settings);
    var question = question(settings);
    var scanner =
        scanner(
            settings,
            built(problems, exec.problems(), exec::build, () -> PodExec.of(connection)),
            built(problems, question.problems(), question::build, () -> STAND_IN));
    var collector =
        collector(
            settings,
            built(
                problems,
                scanner.problems(),
                scanner::build,
                () -> PodScanner.builder(PodExec.of(connection), STAND_IN).pods(NOBODY).build()));
    problems.addAll(collector.problems());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          problems.stream()
              .map(problem -> settings.problem(option(problem.key()), problem.message()))
              .toList());
    }
    return collector.build();
  }

  /** A check in a file has a time-out and labels of its own, so these are called otherwise. */
  private static String option(String key) {
    return switch (key) {
      case "timeout" -> "pod-timeout";
      case "labels" -> "label-columns";
      default -> key;
    };
  }

  /** Goes on with something else where there are problems, so that all of them are found. */
  private static <T> T built(
      List<Problem> all, List<Problem> found, Supplier<T> build, Supplier<T> standIn) {
    all.addAll(found);
    return found.isEmpty() ? build.get() : standIn.get();
  }

  private PodExec.Builder exec(Settings settings) {
    var builder = PodExec.builder(connection);
    settings
        .text("container")
        .describedAs("the container that has the program; chosen pod by pod unless told")
        .optional()
        .ifPresent(builder::container);
    return builder.timeout(
        settings
            .duration("pod-timeout")
            .describedAs("how long everything in one pod may take")
            .orElse(Duration.ofSeconds(30)));
  }

  private static PodSqlite.Builder question(Settings settings) {
    return PodSqlite.query(
            settings.text("query").describedAs("one statement of SQL, run in each pod").required())
        .file(settings.text("file").describedAs("the SQLite file, as the pod sees it").required())
        .program(
            settings
                .text("program")
                .describedAs("the program in the pod that reads the file")
                .orElse("sqlite3"));
  }

  private static PodScanner.Builder<List<SqliteRow>> scanner(
      Settings settings, PodExec exec, PodSqlite question) {
    var builder = PodScanner.builder(exec, question);
    settings
        .text("namespace")
        .describedAs("where the pods are; that of the service account or kubeconfig unless told")
        .optional()
        .ifPresent(builder::namespace);
    return builder
        .pods(
            settings
                .texts("pods")
                .describedAs("the names of the pods, or ranges of them like db-{0..9}-0")
                .map(PodSqliteCollectorProvider::names, NOBODY)
                .required())
        .concurrency(
            settings
                .integer("concurrency")
                .describedAs("how many pods are asked at the same time")
                .orElse(10))
        .precheck(
            settings
                .bool("precheck")
                .describedAs("whether the namespace is listed first, to leave out missing pods")
                .orElse(true));
  }

  private static List<String> names(List<String> texts) {
    return texts.stream().flatMap(text -> PodNames.expanded(text).stream()).toList();
  }

  private static PodSqliteCollector.Builder collector(
      Settings settings, PodScanner<List<SqliteRow>> scanner) {
    var builder = PodSqliteCollector.of(scanner);
    settings
        .map("gauges")
        .describedAs("columns of values that go up and down, by the name of the series")
        .orElse(Map.of())
        .forEach(builder::gauge);
    settings
        .map("counters")
        .describedAs("columns of totals that only rise, by the name of the series")
        .orElse(Map.of())
        .forEach(builder::counter);
    settings
        .texts("label-columns")
        .describedAs("columns that tell the rows of a pod apart")
        .orElse(List.of())
        .forEach(builder::label);
    return builder;
  }
}
