package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  @TempDir private Path folder;

  @Test
  void aGoodConfigurationIsSummedUp() {
    var cli = new Cli(Map.of("SHOP_TOKEN", "hunter2"));

    assertThat(cli.run("validate", "--config", "src/main/dist/pulse.yaml")).isZero();

    assertThat(cli.out())
        .contains("src/main/dist/pulse.yaml is fine.")
        .contains("listens on 127.0.0.1 port 8080")
        .contains("remembers in pulse.db, results for 90d")
        .contains("checks: 5")
        .contains("database: every 15s with jitter up to 500ms, tcp://db.example:5432")
        .contains("no rules: opens no incidents")
        .contains("channels: 1\n    log: ")
        .doesNotContain("hunter2");
    assertThat(cli.err()).isEmpty();
    assertThat(Path.of("pulse.db")).doesNotExist();
  }

  @Test
  void whatIsHardlyMeantIsMentioned() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("odd.yaml"),
            """
            channels: [{name: a, type: console}, {name: b, type: console}]
            route: {channels: [a]}
            """);
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isZero();

    assertThat(cli.out())
        .contains("mind " + file + ":1: channels[1].name: is \"b\", which no route names");
  }

  @Test
  void everyProblemIsALineOnStandardError() throws IOException {
    var file =
        Files.writeString(folder.resolve("bad.yaml"), "retention: x\nchecks:\n  - name: a\n");
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isEqualTo(2);

    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1: retention: "),
            line -> assertThat(line).startsWith(file + ":3: checks[0].url: "));
  }

  @Test
  void aHostileKeyDoesNotMoveTheCursor() throws IOException {
    var file = Files.writeString(folder.resolve("bad.yaml"), "\"a\\e[2J\\nb\": 1\n");
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isEqualTo(2);

    assertThat(cli.err()).hasLineCount(1).doesNotContain("\u001b");
  }
}
