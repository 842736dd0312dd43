package dev.pulse.kubernetes;

import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.FakePod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A fake cluster and a connection to it, both for one test. */
final class Rig implements AutoCloseable {
  static final String NAMESPACE = "infra";
  static final String FILE = "/opt/storage/database.db";
  static final Duration AMPLE = Duration.ofSeconds(20);
  private static final AtomicInteger FILES = new AtomicInteger();

  final FakeCluster cluster;
  final Path directory;
  final KubernetesConnection connection;

  private Rig(FakeCluster cluster, Path directory) {
    this.cluster = cluster;
    this.directory = directory;
    try {
      cluster.kubeconfig().namespace(NAMESPACE).write(directory.resolve("config"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.connection = reading(directory.resolve("config")).build();
  }

  /** A cluster without TLS. */
  static Rig in(Path directory) {
    return new Rig(FakeCluster.start(), directory);
  }

  /** Reads this kubeconfig, and nothing of the machine that the tests run on. */
  static KubernetesConnection.Builder reading(Path kubeconfig) {
    return nowhere(kubeconfig.resolveSibling("nothing"))
        .environment(Map.of("KUBECONFIG", kubeconfig.toString()));
  }

  /** Finds nothing. */
  static KubernetesConnection.Builder nowhere(Path empty) {
    return KubernetesConnection.builder()
        .environment(Map.of())
        .home(empty)
        .serviceAccount(empty)
        .fallbackNamespace(NAMESPACE);
  }

  PodExec exec() {
    return PodExec.builder(connection).timeout(AMPLE).build();
  }

  PodExec exec(Duration timeout) {
    return PodExec.builder(connection).timeout(timeout).build();
  }

  FakePod pod(String name) {
    return cluster.pod(NAMESPACE, name);
  }

  /** A running pod with one container that answers so. */
  FakePod pod(String name, ExecAnswer answer) {
    return pod(name).answers(answer);
  }

  /** A pod whose file was made by these statements. */
  FakePod pod(String name, String... statements) throws SQLException {
    return pod(name).database(database(statements));
  }

  /** A SQLite file made by these statements. */
  Path database(String... statements) throws SQLException {
    var file = directory.resolve("file-" + FILES.incrementAndGet() + ".db");
    try (var to = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = to.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
    return file;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
