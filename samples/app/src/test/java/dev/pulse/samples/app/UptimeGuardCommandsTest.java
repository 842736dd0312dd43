package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeGuardCommandsTest {
  @TempDir private Path folder;

  @Test
  void theGuardServesTheRoutesOfTheSeed() throws Exception {
    var cli = new Cli(environment());

    try (var serving = cli.serve("run", "uptime-guard")) {
      assertThat(serving.get("/targets").body()).isEqualTo("[]");
      assertThat(serving.get("/incidents").body()).isEqualTo("[]");
      assertThat(serving.stop()).isZero();
    }
  }

  @Test
  void badVariablesAreReportedTogether() {
    var cli = new Cli(Map.of("PORT", "hunter2", "Z_WINDOW", "1"));

    assertThat(cli.run("run", "uptime-guard")).isEqualTo(2);

    assertThat(cli.err())
        .contains("Configuration error: PORT: ")
        .contains("Configuration error: Z_WINDOW: ")
        .doesNotContain("hunter2");
  }

  @Test
  void theExportIsSql() {
    var file = folder.resolve("guard.sql");
    var cli = new Cli(environment());

    assertThat(cli.run("export", "uptime-guard", "--sql", file.toString())).isZero();

    assertThat(file).content().contains("CREATE TABLE").contains("targets", "probes", "incidents");
  }

  @Test
  void anExportThatCannotBeWrittenNamesTheFile() {
    var cli = new Cli(environment());

    assertThat(cli.run("export", "uptime-guard", "--sql", "/nowhere/guard.sql")).isEqualTo(1);

    assertThat(cli.err()).startsWith("pulse: cannot write /nowhere/guard.sql").hasLineCount(1);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PORT", "0", "HOST", "127.0.0.1", "DATABASE_URL", "jdbc:sqlite:" + folder.resolve("g.db"));
  }
}
