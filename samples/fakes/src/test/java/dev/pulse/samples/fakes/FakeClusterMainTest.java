package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClusterMainTest {
  private final List<String> problems = new ArrayList<>();
  private @TempDir Path directory;

  private FakeClusterMain.Options options(String... arguments) throws Exception {
    return FakeClusterMain.options(List.of(arguments), problems);
  }

  @Test
  void podsAnswerFromTheirDatabasesAndTheKubeconfigIsNamed() throws Exception {
    var said = new ByteArrayOutputStream();
    var options = options("--pods", "13", "--directory", directory.toString());
    assertThat(problems).isEmpty();
    try (var out = new PrintStream(said, false, StandardCharsets.UTF_8);
        var cluster = FakeClusterMain.start(options, out);
        var client = new TestClient(cluster)) {
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("13 pods at " + cluster.uri())
          .contains("KUBECONFIG=" + directory.resolve("kubeconfig"));
      assertThat(newest(client, 0))
          .contains("\"state\":\"completed\"")
          .contains("\"start_block\":101,");
      assertThat(newest(client, 11))
          .contains("\"state\":\"running\"")
          .contains("\"end_block\":null");
      assertThat(newest(client, 12)).contains("\"error\":\"block 12140: state root mismatch\"");
    }
  }

  private static String newest(TestClient client, int number) throws Exception {
    return client
        .exec(
            "bboostd-validator-validator-" + number + "-0",
            "sqlite3",
            "-readonly",
            "-json",
            FakePod.DATABASE,
            "SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1")
        .stdout();
  }

  @Test
  void cannedPodsNeedNoProgram() throws Exception {
    var options =
        options(
            "--pods", "2", "--canned", "yes", "--delay", "1", "--directory", directory.toString());
    try (var out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        var cluster = FakeClusterMain.start(options, out);
        var client = new TestClient(cluster)) {
      assertThat(newest(client, 1)).contains("\"id\":\"exec-1\"");
      assertThat(directory).isDirectoryNotContaining("glob:**.db");
    }
  }

  @Test
  void troubleFailsTheFirstPodsInDifferentWays() throws Exception {
    var options = options("--pods", "6", "--trouble", "yes", "--directory", directory.toString());
    try (var out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        var cluster = FakeClusterMain.start(options, out);
        var client = new TestClient(cluster)) {
      var ends = new ArrayList<String>();
      for (int i = 0; i < 6; i++) {
        var exec =
            client.exec(name(i), "sqlite3", "-readonly", "-json", FakePod.DATABASE, "SELECT 1");
        ends.add(exec.status() + exec.stderr() + exec.end());
      }
      assertThat(ends).doesNotHaveDuplicates().noneMatch(end -> end.contains("Success"));
    }
  }

  private static String name(int number) {
    return "bboostd-validator-validator-" + number + "-0";
  }

  @Test
  void saysAllThatIsWrongWithTheOptions() throws Exception {
    options("--pods", "0", "--tls", "maybe", "--colour", "red", "--port");
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "--pods: expected 1 to 10000, but found: 0",
            "--tls: expected yes or no, but found: maybe",
            "There is no option --colour",
            "Expected an option with a value, such as --pods 78, but found: --port");
  }
}
