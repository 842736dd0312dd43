package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.server.Door;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several instances on one PostgreSQL. */
@Timeout(120)
class SharedDatabaseTest {
  private final FakeGitHub github = FakeGitHub.builder().start();

  @BeforeAll
  static void requirePostgres() {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
  }

  @AfterEach
  void close() {
    github.close();
  }

  private RunningHealth start(String database) {
    var settings =
        RepoHealthSettings.from(
            Map.of(
                "PULSE_ORG",
                "acme",
                "GITHUB_TOKEN",
                FakeGitHub.TOKEN,
                "GITHUB_API_URL",
                github.api().toString(),
                "CODECOV_API_URL",
                github.codecov().uri().toString(),
                "OSV_API_URL",
                github.osv().uri().toString(),
                "DEPSDEV_API_URL",
                github.depsDev().uri().toString(),
                "DATABASE_URL",
                database,
                "PORT",
                "0"));
    var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var running =
        new RunningHealth(settings, silence, new Notices(silence), () -> {}, Duration.ofMillis(50));
    running.start(Door.open("127.0.0.1", 0));
    return running;
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String repositories(RunningHealth health) throws Exception {
    var answer = get(health.uri().resolve("/api/v1/repos"));
    while (answer.statusCode() == 503) {
      answer = get(health.uri().resolve("/api/v1/repos"));
    }
    return answer.body();
  }

  // row 25
  @Test
  void oneScansAndTheOtherTakesOver() throws Exception {
    github.repository("acme", "shop").coverage(80);
    var server = PostgresServer.shared();
    var database = server.databaseUrl(server.newDatabase());
    var first = start(database);
    try (var second = start(database)) {
      assertThat(first.isStandingBy()).isFalse();
      assertThat(second.isStandingBy()).isTrue();
      assertThat(repositories(first)).contains("\"shop\"").isEqualTo(repositories(second));
      assertThat(get(second.uri().resolve("/health")).statusCode()).isEqualTo(200);
      var address = second.uri();

      first.close();

      while (second.isStandingBy()) {
        Thread.onSpinWait();
      }
      assertThat(second.uri()).isEqualTo(address);
      assertThat(repositories(second)).contains("\"shop\"");
    } finally {
      first.close();
    }
  }
}
