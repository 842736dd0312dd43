package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.server.Door;
import dev.pulse.samples.server.environment.StoreStart;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LateDatabaseTest {
  // row 32
  @Test
  @DisplayName("Row 32: the program is begun before PostgreSQL, waits for it, and runs")
  void theProgramWaitsForItsDatabase() throws Exception {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
    try (var server = PostgresServer.start();
        var github = FakeGitHub.start()) {
      var database = server.databaseUrl(server.newDatabase());
      server.stop();
      var started = new CompletableFuture<RunningHealth>();
      var program = new Thread(() -> start(github, database, started), "program");
      program.start();
      while (!isWaiting(program)) {
        assertThat(started).isNotDone();
        Thread.onSpinWait();
      }

      server.resume();

      try (var running = started.get(60, TimeUnit.SECONDS)) {
        assertThat(running.isStandingBy()).isFalse();
        assertThat(running.port()).isPositive();
      }
      program.join();
    }
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(StoreStart.class.getName()));
  }

  private static void start(
      FakeGitHub github, String database, CompletableFuture<RunningHealth> started) {
    try {
      var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      var running =
          new RunningHealth(
              RepoHealthSettings.from(
                  Map.of(
                      "PULSE_ORG",
                      "acme",
                      "GITHUB_TOKEN",
                      FakeGitHub.TOKEN,
                      "GITHUB_API_URL",
                      github.api().toString(),
                      "DATABASE_URL",
                      database)),
              silence,
              new Notices(silence),
              () -> {},
              Duration.ofMillis(50));
      running.start(Door.open("127.0.0.1", 0));
      started.complete(running);
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
    }
  }
}
