package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Registration;
import dev.pulse.core.Pulse;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.kubernetes.KubernetesException;
import dev.pulse.kubernetes.PodExec;
import dev.pulse.kubernetes.PodScanner;
import dev.pulse.kubernetes.PodSqlite;
import dev.pulse.kubernetes.PodSqliteCollector;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesGuideTest {
  @TempDir Path directory;
  private final FakeCluster fake = FakeCluster.start();
  private KubernetesConnection connection;

  @BeforeEach
  void connect() throws IOException {
    var config = fake.kubeconfig().namespace("infra").write(directory.resolve("config"));
    connection =
        KubernetesConnection.builder()
            .environment(Map.of("KUBECONFIG", config.toString()))
            .serviceAccount(directory)
            .build();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private void node(String pod, String... statements) throws SQLException {
    var file = directory.resolve(pod + ".db");
    try (var to = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = to.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
    fake.pod("infra", pod).database("/chain.db", file);
  }

  @Test
  void tenLinesAskManyPods() throws Exception {
    node("node-0", "CREATE TABLE blocks(height INTEGER)", "INSERT INTO blocks VALUES(7), (9)");
    node("node-1", "CREATE TABLE other(x)");
    assertThat(PodHeights.ask(connection, List.of("node-0", "node-1", "node-2")))
        .hasLineCount(3)
        .contains("node-0: 9\n")
        .contains("node-1: exit code 1: Error: in prepare, no such table: blocks\n")
        .endsWith("node-2: pod not found: node-2");
  }

  @Test
  void aProgramRunsInAPod() throws Exception {
    fake.pod("infra", "node-0").answers(ExecAnswer.exiting(2, "", "disk full"));
    var exec = PodExec.builder(connection).timeout(Duration.ofSeconds(5)).build();
    var result = exec.in(connection.namespace(), "node-0").run("df", "--output=pcent", "/data");
    if (result.exitCode() != 0) {
      System.out.println(result.stderr());
    }
    assertThat(result.exitCode()).isEqualTo(2);
  }

  static boolean isThere(PodExec exec, String pod) throws InterruptedException {
    try {
      return exec.in("infra", pod).run("true").exitCode() == 0;
    } catch (KubernetesException e) {
      if (e.kind() == KubernetesException.Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Test
  void failuresAreRecognisedByTheirKind() throws Exception {
    fake.pod("infra", "node-0").answers(ExecAnswer.exiting(0, "", ""));
    var exec = PodExec.of(connection);
    assertThat(isThere(exec, "node-0")).isTrue();
    assertThat(isThere(exec, "node-1")).isFalse();
    fake.forbid("create", "pods/exec");
    assertThatThrownBy(() -> isThere(exec, "node-0")).hasMessageContaining("pods/exec");
  }

  @Test
  void columnsBecomeSeries() throws Exception {
    node("node-0", "CREATE TABLE blocks(height INTEGER)", "INSERT INTO blocks VALUES(7)");
    node("node-1", "CREATE TABLE blocks(height INTEGER)", "INSERT INTO blocks VALUES(8)");
    var question = PodSqlite.query("SELECT max(height) AS height FROM blocks").file("/chain.db");
    var nodes =
        PodScanner.builder(PodExec.of(connection), question.build())
            .pods(List.of("node-0", "node-1"))
            .concurrency(20)
            .build();
    var heights = PodSqliteCollector.of(nodes).gauge("chain_height", "height").build();
    try (var pulse = Pulse.builder().start()) {
      pulse.add(Registration.collector("heights", heights).build());
      assertThat(pulse.runNow("heights").join().result().samples())
          .extracting(Object::toString)
          .containsExactly(
              "chain_height{namespace=\"infra\", pod=\"node-0\"} 7.0",
              "chain_height{namespace=\"infra\", pod=\"node-1\"} 8.0");
    }
  }
}
