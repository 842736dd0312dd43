package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ValidatorExecutionsCommandsTest {
  private static final String ROW = "[{\"id\":\"a\",\"state\":\"running\",\"start_block\":7}]";

  @TempDir private Path folder;

  @Test
  void theSystemServesTheRoutesOfTheSeed() throws Exception {
    try (var cluster = cluster()) {
      var cli =
          new Cli(
              Map.of(
                  "KUBECONFIG", config(cluster),
                  "PORT", "0",
                  "HOST", "127.0.0.1",
                  "POD_PREFIX", "v-",
                  "POD_RANGE_END", "0"));
      try (var serving = cli.serve("run", "validator-executions")) {
        assertThat(serving.get("/pod/v-0-0").body()).contains("\"start_block\":7");
        assertThat(serving.get("/health").body()).contains("\"status\":\"healthy\"");
        assertThat(serving.get("/metrics").body())
            .contains("bboostd_validator_execution_start_block")
            .doesNotContain("jvm_");
        assertThat(serving.stop()).isZero();
      }
      assertThat(cli.out()).contains("Stopped.");
    }
  }

  @Test
  void badVariablesAreReportedTogether() {
    var cli = new Cli(Map.of("PORT", "hunter2", "POD_RANGE_START", "5", "POD_RANGE_END", "4"));

    assertThat(cli.run("run", "validator-executions")).isEqualTo(2);

    assertThat(cli.err())
        .contains("Configuration error: PORT: ")
        .contains("Configuration error: POD_RANGE_END: ")
        .doesNotContain("hunter2")
        .hasLineCount(2);
  }

  @Test
  void aPortThatIsTakenIsAConfigurationErrorToo() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var cli = new Cli(Map.of("HOST", "127.0.0.1", "PORT", "" + socket.getLocalPort()));

      assertThat(cli.run("run", "validator-executions")).isEqualTo(2);

      assertThat(cli.err()).startsWith("Configuration error: PORT: ").hasLineCount(1);
    }
  }

  @Test
  void itIsMountedWhereItIsConfigured() throws Exception {
    var file = folder.resolve("pulse.yaml");
    Files.writeString(
        file,
        """
        server: {port: 0}
        store: {memory: true}
        validator-executions: {pod-prefix: v-, pod-range-end: 0}
        """);
    try (var cluster = cluster()) {
      var cli = new Cli(Map.of("KUBECONFIG", config(cluster)));
      try (var serving = cli.serve("serve", "--config", file.toString())) {
        var mount = "/validator-executions";
        assertThat(serving.get(mount + "/pod/v-0-0").body()).contains("\"start_block\":7");
        assertThat(serving.get(mount + "/nothing").body()).isEqualTo("{\"detail\":\"Not Found\"}");
        assertThat(serving.get(mount + "/health").body()).contains("\"status\":\"healthy\"");
        assertThat(serving.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(serving.get("/api/v1/checks").body())
            .contains("validator-executions.scan", "validator-executions.score");
        assertThat(serving.get("/metrics").body())
            .contains(
                "bboostd_validator_execution_start_block",
                "api_requests_total{endpoint=\"/pod/{pod_name}\"",
                "jvm_");
        assertThat(cli.out())
            .contains("is at " + serving.uri() + "validator-executions/")
            .doesNotContain("nothing to watch");
      }
    }
  }

  @Test
  void theFileOfTheSectionLeadsToTheClusterWhateverTheEnvironmentSays() throws Exception {
    try (var cluster = cluster()) {
      var file = folder.resolve("pulse.yaml");
      Files.writeString(
          file,
          """
          server: {port: 0}
          store: {memory: true}
          validator-executions: {pod-prefix: v-, pod-range-end: 0, kubeconfig: '%s'}
          """
              .formatted(config(cluster)));
      var cli = new Cli(Map.of("KUBECONFIG", "/nowhere", "KUBERNETES_SERVICE_HOST", "192.0.2.1"));
      try (var serving = cli.serve("serve", "--config", file.toString())) {
        assertThat(serving.get("/validator-executions/pod/v-0-0").body())
            .contains("\"start_block\":7");
      }
    }
  }

  @Test
  void validateSaysWhereItWouldBe() throws Exception {
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, "validator-executions:\n");
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isZero();

    assertThat(cli.out()).contains("runs validator executions below /validator-executions");
  }

  private static FakeCluster cluster() {
    var cluster = FakeCluster.start();
    cluster.pod("infra", "v-0-0").answers(ExecAnswer.printing(ROW));
    return cluster;
  }

  private String config(FakeCluster cluster) throws Exception {
    return cluster.kubeconfig().namespace("infra").write(folder.resolve("config")).toString();
  }
}
