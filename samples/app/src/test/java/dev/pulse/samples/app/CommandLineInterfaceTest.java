package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineInterfaceTest {
  private final Cli cli = new Cli();

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(cli.run("--help")).isZero();

    assertThat(cli.out())
        .contains(
            "serve",
            "check",
            "validate",
            "password",
            "plugins",
            "detect",
            "demo",
            "run",
            "export",
            "report",
            "scan",
            "dashboard")
        .contains("Exit codes:", "Examples:");
    assertThat(cli.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "check",
        "validate",
        "password",
        "plugins",
        "detect",
        "demo",
        "run uptime-guard",
        "run validator-executions",
        "run repo-health",
        "scan",
        "dashboard",
        "export uptime-guard"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(cli.run((command + " --help").split(" "))).isZero();

    assertThat(cli.out()).startsWith("Usage: pulse " + command).containsPattern("Examples?:");
  }

  @Test
  void helpTellsTheWholeOfWhatACommandDoes() {
    assertThat(cli.run("--help")).isZero();

    assertThat(cli.out().replaceAll("\\s+", " "))
        .contains("detectors that a configuration can name, where each is from, and its options.");
  }

  @Test
  void typesAreListedByJarWithItsPathOnce() {
    assertThat(cli.run("plugins")).isZero();

    var types = cli.out().split("\\R\\R");
    assertThat(types).hasSizeGreaterThan(10).allSatisfy(type -> assertThat(type).contains(": "));
    assertThat(types[0]).containsPattern("^[^\\n]+: check, version \\S+, from .*[/\\\\]");
    // The core, Prometheus, Kubernetes, GitHub, and the adapters for the two chats.
    assertThat(types)
        .extracting(type -> type.lines().findFirst().orElseThrow())
        .filteredOn(line -> line.matches(".*, from .*[/\\\\].*"))
        .extracting(line -> line.substring(line.indexOf(", from ")))
        .doesNotHaveDuplicates()
        .hasSize(6);
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(cli.run("--version")).isZero();

    assertThat(cli.out()).containsPattern("Pulse \\d+\\.\\d+\\.\\d+").doesNotContain("${");
  }

  @Test
  void noCommandIsMisuse() {
    assertThat(cli.run()).isEqualTo(2);

    assertThat(cli.err()).contains("a command is missing; there are: serve, check");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aMisspeltCommandIsMisuseWithASuggestion() {
    assertThat(cli.run("chek")).isEqualTo(2);

    assertThat(cli.err()).contains("chek").contains("check").contains("Try: pulse --help");
  }

  @Test
  void aMissingSystemIsMisuse() {
    assertThat(cli.run("run")).isEqualTo(2);

    assertThat(cli.err())
        .contains("a system is missing; there are: uptime-guard, validator-executions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "99999999999"})
  void aPortOutOfRangeIsMisuse(String port) {
    assertThat(cli.run("serve", "--port", port)).isEqualTo(2);

    assertThat(cli.err()).contains("must be 0 to 65535, but is \"" + port + "\"");
  }
}
