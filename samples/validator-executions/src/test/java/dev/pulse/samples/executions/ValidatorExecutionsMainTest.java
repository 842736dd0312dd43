package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ch.qos.logback.classic.Level;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.samples.executions.ValidatorExecutionsMain.RunningExecutions;
import dev.pulse.samples.fakes.ExecAnswer;
import dev.pulse.samples.fakes.FakeCluster;
import dev.pulse.samples.fakes.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The system as a program of its own: real time, real sockets. */
@Timeout(60)
class ValidatorExecutionsMainTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  @DisplayName("Row 24: it binds to HOST and to any free port, which is written to the log")
  void itListensWhereItIsTold() throws Exception {
    try (var log = new LogLines(ExecutionLog.LOGGER, Level.INFO);
        var running = start(Map.of())) {
      assertThat(running.port()).isPositive();
      assertThat(log.lines())
          .contains("INFO Listening on http://127.0.0.1:" + running.port() + "/");
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("ready at http://127.0.0.1:" + running.port() + "/");
      assertThat(get(running, "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("4.1.3: without a configuration it starts, and says so")
  void withoutAClusterItStartsAndSaysSo() throws Exception {
    try (var log = new LogLines(ExecutionLog.LOGGER, Level.DEBUG);
        var running = start(Map.of("POD_RANGE_END", "0"))) {
      assertThat(get(running, "/executions").body())
          .contains("\"error_message\":\"no Kubernetes configuration\"");
      assertThat(get(running, "/health").body()).contains("\"status\":\"degraded\"");
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("ERROR There is no Kubernetes configuration"))
          .hasSize(1);
    }
  }

  static Stream<Arguments> levels() {
    return Stream.of(
        argumentSet("DEBUG", "DEBUG", List.of("DEBUG", "INFO", "WARN")),
        argumentSet("INFO", "INFO", List.of("INFO", "WARN")),
        argumentSet("WARNING", "warning", List.of("WARN")),
        argumentSet("ERROR", "ERROR", List.of()));
  }

  @ParameterizedTest
  @DisplayName("Rows 25 and 26, defect 8: levels, and what is said at each")
  @MethodSource
  void levels(String level, List<String> said) throws Exception {
    try (var cluster = FakeCluster.start();
        var log = new LogLines(ExecutionLog.LOGGER, Level.TRACE)) {
      cluster
          .pod("infra", "bboostd-validator-validator-0-0")
          .answers(ExecAnswer.printing("[{\"state\":\"paused\\nforged\"}]"));
      var config = cluster.kubeconfig().write(folder.resolve("config"));
      try (var running =
          start(
              Map.of("KUBECONFIG", config.toString(), "POD_RANGE_END", "1", "LOG_LEVEL", level),
              log)) {
        // A scan that is waited for has said what it found; one that is fresh may be about to.
        assertThat(get(running, "/executions?force_refresh=1").body())
            .contains("\"failed_queries\":1");
      }

      var all =
          List.of(
              "DEBUG bboostd-validator-validator-0-0: paused forged",
              "INFO Kubernetes is configured; the namespace is infra",
              "INFO Connected to Kubernetes; the namespace is infra",
              "WARN bboostd-validator-validator-1-0: pod not found:"
                  + " bboostd-validator-validator-1-0",
              "INFO Scan completed: 1 succeeded, 1 failed, 2 in total");
      for (String line : all) {
        assertThat(log.lines().contains(line))
            .as(line)
            .isEqualTo(said.contains(line.substring(0, line.indexOf(' '))));
      }
      assertThat(log.lines())
          .noneMatch(line -> line.contains("\n"))
          .noneMatch(line -> line.contains("does not answer"));
    }
  }

  @Test
  @DisplayName("10.4: LOG_LEVEL=verbose is INFO and one warning")
  void aLevelThatNobodyKnowsIsWarnedOfOnce() {
    try (var log = new LogLines(ExecutionLog.LOGGER, Level.TRACE)) {
      start(Map.of("LOG_LEVEL", "verbose"), log).close();

      assertThat(log.lines())
          .filteredOn(line -> line.contains("LOG_LEVEL"))
          .containsExactly(
              "WARN LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR; it is INFO for now");
      assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO Listening"));
    }
  }

  @Test
  @DisplayName("Section 3: a port that is taken")
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var log = new LogLines("io.javalin", Level.OFF)) {
      assertRefused(Map.of("PORT", "" + socket.getLocalPort()), "PORT");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  @DisplayName("Section 3: an address that cannot be bound")
  void anAddressOfAnotherMachineIsNamed() {
    try (var log = new LogLines("io.javalin", Level.OFF)) {
      assertRefused(Map.of("HOST", "192.0.2.1"), "HOST");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aBadValueStopsTheStart() {
    assertRefused(Map.of("POD_RANGE_START", "5", "POD_RANGE_END", "4"), "POD_RANGE_END");
  }

  private void assertRefused(Map<String, String> variables, String name) {
    assertThatThrownBy(() -> start(variables))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.problems()).extracting(Problem::key).containsExactly(name));
  }

  @Test
  void withADatabaseTheHistoryOutlivesTheProgram() throws Exception {
    var file = folder.resolve("pulse.db");
    var variables = Map.of("DATABASE_URL", "jdbc:sqlite:" + file, "POD_RANGE_END", "0");
    try (var running = start(variables)) {
      get(running, "/executions");
    }
    assertThat(file).isNotEmptyFile();

    // The file was let go of.
    start(variables).close();
  }

  private RunningExecutions start(Map<String, String> more) {
    return run(more, (logger, level) -> {});
  }

  /** With the levels that the program sets for its own logger. */
  private RunningExecutions start(Map<String, String> more, LogLines log) {
    return run(
        more,
        (logger, level) -> {
          if (logger.equals(ExecutionLog.LOGGER)) {
            log.level(level);
          }
        });
  }

  private RunningExecutions run(
      Map<String, String> more, BiConsumer<String, org.slf4j.event.Level> levels) {
    var environment = new HashMap<String, String>();
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.putAll(more);
    return ValidatorExecutionsMain.run(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        levels,
        KubernetesConnection.builder()
            .environment(environment)
            .home(folder)
            .serviceAccount(folder.resolve("no-account")));
  }

  private HttpResponse<String> get(RunningExecutions running, String path)
      throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + running.port() + path);
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
