package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.PulseException;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.testkit.CollectorContract;
import dev.pulse.testkit.FakeCollectContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodSqliteCollectorTest extends CollectorContract {
  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.in(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Override
  protected Collector healthy() throws Exception {
    rig.pod("db-0", "CREATE TABLE t(v INTEGER)", "INSERT INTO t VALUES(7)");
    return collector("db-0").build();
  }

  @Override
  protected Collector unreachable() throws Exception {
    var file =
        rig.cluster
            .kubeconfig()
            .server("http://no-such-host.invalid")
            .write(directory.resolve("unreachable"));
    return PodSqliteCollector.of(scanner(PodExec.of(Rig.reading(file).build()), "db-0"))
        .gauge("v", "v")
        .build();
  }

  @Override
  protected Collector hanging() {
    rig.pod("hanging", ExecAnswer.silence());
    return collector("hanging").build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(rig.cluster.token());
  }

  private static PodScanner<List<SqliteRow>> scanner(PodExec exec, String... pods) {
    var question = PodSqlite.query("SELECT * FROM t").file(Rig.FILE).build();
    return PodScanner.builder(exec, question).pods(List.of(pods)).build();
  }

  private PodSqliteCollector.Builder collector(String... pods) {
    return PodSqliteCollector.of(scanner(rig.exec(), pods)).gauge("v", "v");
  }

  private static Samples collect(PodSqliteCollector.Builder builder) throws InterruptedException {
    return builder.build().collect(FakeCollectContext.create());
  }

  private static Labels labels(String pod) {
    return Labels.of("namespace", "infra", "pod", pod);
  }

  @Test
  void columnsBecomeSeriesAndNullIsNone() throws Exception {
    rig.pod(
        "db-0",
        "CREATE TABLE t(v INTEGER, Total REAL, x TEXT)",
        "INSERT INTO t VALUES(NULL, 1.5, '3')");
    var samples = collect(collector("db-0").counter("done_total", "total").gauge("x", "X"));
    assertThat(samples.asList())
        .containsExactly(
            Sample.counter("done_total", labels("db-0"), 1.5),
            Sample.gauge("x", labels("db-0"), 3));
    assertThat(samples.unavailable()).isEmpty();
  }

  @Test
  void labelsTellRowsApart() throws Exception {
    rig.pod(
        "db-0",
        "CREATE TABLE t(Shard TEXT, v INTEGER)",
        "INSERT INTO t VALUES('a', 1), ('" + "b".repeat(200) + "', 2), (NULL, 3)");
    var samples = collect(collector("db-0").label("Shard"));
    assertThat(samples.asList())
        .extracting(sample -> sample.labels().get("shard").orElseThrow())
        .containsExactly("a", "b".repeat(127) + "…", "");
  }

  @Test
  void aPodThatCannotBeReadIsUnavailable() throws Exception {
    rig.pod("db-0", "CREATE TABLE t(v INTEGER)", "INSERT INTO t VALUES(7)");
    rig.pod("db-2", "CREATE TABLE t(v TEXT)", "INSERT INTO t VALUES('many')");
    rig.pod("db-3", "CREATE TABLE t(w TEXT)", "INSERT INTO t VALUES('many')");
    rig.pod("db-4", "CREATE TABLE t(v INTEGER)", "INSERT INTO t VALUES(1), (2)");
    var samples = collect(collector("db-0", "db-1", "db-2", "db-3", "db-4"));
    assertThat(samples.asList()).containsExactly(Sample.gauge("v", labels("db-0"), 7));
    assertThat(samples.unavailable())
        .containsExactly(
            new Samples.Unavailable("db-1", "pod not found: db-1"),
            new Samples.Unavailable("db-2", "column v is not a number"),
            new Samples.Unavailable("db-3", "the query has no column v"),
            new Samples.Unavailable(
                "db-4",
                "two rows have the labels {namespace=\"infra\", pod=\"db-4\"}; a label must tell"
                    + " them apart"));
  }

  @Test
  void whenNothingCanBeReadItFails() {
    assertThatThrownBy(() -> collect(collector("db-0", "db-1")))
        .isInstanceOf(PulseException.class)
        .hasMessage("none of 2 pods could be read; db-0: pod not found: db-0");
  }

  @Test
  void allWrongOptionsAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                collector("db-0")
                    .gauge("v", "other")
                    .counter("not-a-name", "v")
                    .label("pod")
                    .label("a b")
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("v twice", "not-a-name", "pod", "a b");
    assertThatThrownBy(() -> PodSqliteCollector.of(scanner(rig.exec(), "db-0")).build())
        .hasMessageContaining("gauges");
  }
}
