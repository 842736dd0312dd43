package dev.pulse.samples.repohealth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.ScanProgram.Ending;
import dev.pulse.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanProgramTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final FakeGitHub github = FakeGitHub.builder().clock(clock).start();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    github.close();
  }

  private Ending scan(String... more) throws InterruptedException {
    out.reset();
    err.reset();
    var variables =
        new HashMap<>(
            Map.of(
                "PULSE_ORG", "acme",
                "GITHUB_TOKEN", FakeGitHub.TOKEN,
                "GITHUB_API_URL", github.api().toString(),
                "CODECOV_API_URL", github.codecov().uri().toString(),
                "OSV_API_URL", github.osv().uri().toString(),
                "DEPSDEV_API_URL", github.depsDev().uri().toString(),
                "DATABASE_URL", "jdbc:sqlite:" + folder.resolve("health.db")));
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return new ScanProgram(
            RepoHealthSettings.from(variables),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            clock)
        .run(Optional.empty(), false);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  // row 30
  @Test
  void whatIsShownAndOldIsSaidToBe() throws Exception {
    github.repository("acme", "shop").coverage(80);
    assertThat(scan()).isEqualTo(Ending.DONE);
    assertThat(told()).isEmpty();
    github.revokeTokens();

    clock.set(clock.instant().plus(Duration.ofHours(24)));
    assertThat(scan()).isEqualTo(Ending.FAILED);
    assertThat(told()).isEqualTo("Error: GitHub token is not valid\n");

    clock.set(clock.instant().plus(Duration.ofSeconds(1)));
    scan();
    assertThat(told())
        .isEqualTo("Error: GitHub token is not valid\nWarning: Data older than 24 hours\n");

    scan("PULSE_STALE_AFTER", "60");
    assertThat(told()).endsWith("Warning: Data older than 60 seconds\n");
    assertThat(out.size()).isZero();
  }

  // row 28
  @Test
  void aLimitSaysWhenItEndsAndHowFarTheScanWas() throws Exception {
    for (String name : new String[] {"a", "b", "c"}) {
      github.repository("acme", name).coverage(80);
    }
    github.exhaustAt("/repos/acme/b/readme", "core");

    assertThat(scan("PULSE_CONCURRENCY", "1")).isEqualTo(Ending.FAILED);

    assertThat(told())
        .startsWith("Error: GitHub API rate limit exceeded\n")
        .containsPattern(
            "  GitHub answers again from 2026-03-01 1\\d:\\d\\d UTC on; 1 of 3 repositories are done");
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("a: ").doesNotContain("b: ");
  }
}
