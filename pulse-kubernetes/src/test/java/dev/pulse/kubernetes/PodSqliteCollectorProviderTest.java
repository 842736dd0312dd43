package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.testkit.CollectorProviderContract;
import dev.pulse.testkit.FakeCollectContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodSqliteCollectorProviderTest extends CollectorProviderContract {
  @TempDir Path directory;

  @Override
  protected CollectorProvider provider() {
    return new PodSqliteCollectorProvider(Rig.nowhere(directory).build());
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("pods", List.of("db-{0..2}-0", "other"));
    options.put("query", "SELECT * FROM t");
    options.put("file", Rig.FILE);
    options.put("gauges", Map.of("v", "v"));
    options.put("counters", Map.of("done_total", "done"));
    options.put("label-columns", List.of("shard"));
    options.put("namespace", "infra");
    options.put("container", "db");
    options.put("program", "sqlite3");
    options.put("pod-timeout", "5s");
    options.put("concurrency", 4);
    options.put("precheck", false);
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("pods", "query", "file");
  }

  @Test
  void itIsFoundByItsType() {
    assertThat(ServiceLoader.load(CollectorProvider.class))
        .anyMatch(provider -> provider instanceof PodSqliteCollectorProvider);
  }

  @Test
  void optionsReachTheCluster() throws Exception {
    try (var rig = Rig.in(directory)) {
      for (var pod : List.of("db-0-0", "db-1-0", "db-2-0", "other")) {
        rig.pod(pod, "CREATE TABLE t(v, done, shard)", "INSERT INTO t VALUES(1, 2, 'a')")
            .container("db");
      }
      var provider = new PodSqliteCollectorProvider(rig.connection);
      var samples =
          Settings.read(validOptions(), provider::create).collect(FakeCollectContext.create());
      assertThat(samples.asList()).hasSize(8);
      assertThat(rig.cluster.execs())
          .hasSize(4)
          .allMatch(exec -> exec.container().equals("db"))
          .allMatch(exec -> exec.command().contains(".timeout 2500"));
      assertThat(rig.cluster.requests("/api/v1/namespaces/infra/pods")).isEmpty();
    }
  }

  @Test
  void allProblemsAreReportedTogether() {
    var options = new LinkedHashMap<>(validOptions());
    options.put("pods", List.of("db-{2..1}"));
    options.put("query", ".shell");
    options.put("container", "A");
    options.put("concurrency", 0);
    options.put("pod-timeout", "2h");
    options.put("label-columns", List.of("pod"));
    assertThatThrownBy(() -> Settings.read(options, provider()::create))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder(
                        "pods",
                        "query",
                        "container",
                        "concurrency",
                        "pod-timeout",
                        "label-columns"));
  }
}
