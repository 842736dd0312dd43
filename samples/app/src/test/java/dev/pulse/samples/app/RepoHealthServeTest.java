package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeEcosystem;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.HttpAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service of repository health: by its two names, and as a part of {@code pulse serve}. */
@Timeout(120)
class RepoHealthServeTest {
  @TempDir private Path folder;
  private final FakeGitHub github = FakeGitHub.builder().start();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void pointAtTheFake() {
    FakeEcosystem.fill(github, "acme", 4, InstantSource.system());
    environment.putAll(
        Map.of(
            "PULSE_ORG", "acme",
            "GITHUB_TOKEN", FakeGitHub.TOKEN,
            "GITHUB_API_URL", github.api().toString(),
            "CODECOV_API_URL", github.codecov().uri().toString(),
            "OSV_API_URL", github.osv().uri().toString(),
            "DEPSDEV_API_URL", github.depsDev().uri().toString(),
            "DATABASE_URL", "jdbc:sqlite:" + folder.resolve("health.db")));
  }

  @AfterEach
  void close() {
    github.close();
  }

  private Cli cli(String... more) {
    var all = new HashMap<>(environment);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new Cli(all);
  }

  /** A scan has ended when the routes have data. */
  private static String scanned(Cli.Serving serving, String path) throws Exception {
    var answer = serving.get(path);
    while (answer.statusCode() == 503) {
      answer = serving.get(path);
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  // rows 21, 25
  @Test
  void theDashboardListensWhereTheOptionSaysAndRemembers() throws Exception {
    var cli = cli("PORT", "1");

    try (var serving = cli.serve("dashboard", "--port", "0")) {
      assertThat(serving.uri().getPort()).isGreaterThan(1);
      assertThat(scanned(serving, "/api/v1/repos")).contains("service-0000", "\"total\":4");
      assertThat(serving.get("/").body()).contains("id=\"overview\"");
      assertThat(serving.get("/metrics").body())
          .contains("pulse_repo_health_score{repo=\"service-");
      assertThat(serving.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
      assertThat(serving.stop()).isZero();
    }

    assertThat(cli.out()).startsWith("Repository health is ready at ").contains("Stopped.");
    assertThat(cli.err()).contains("Warning: No coverage data for repo service-0003\n");
    github.answer("/", HttpAnswer.text(502, ""));
    try (var again = cli().serve("dashboard", "--port", "0")) {
      assertThat(again.get("/api/v1/repos").body()).contains("\"total\":4");
    }
  }

  // row 26
  @Test
  void aRedisIsWarnedOfOnceByTheServiceToo() throws Exception {
    var cli = cli("PORT", "0", "REDIS_URL", "redis://hunter2");

    try (var serving = cli.serve("run", "repo-health")) {
      scanned(serving, "/api/v1/repos");
    }

    assertThat(cli.err().lines())
        .filteredOn(line -> line.contains("REDIS"))
        .containsExactly("Warning: REDIS_URL is set but not needed");
  }

  // rows 16, 19
  @Test
  void badVariablesAndRulesAreReportedTogether() throws IOException {
    var file = folder.resolve("rules.yaml");
    Files.writeString(
        file,
        """
        ALERT_RULES:
          - {name: pager, condition: "build.status = 'x'", channels: [pagrduty]}
        """);
    var cli = cli("PULSE_CONFIG", file.toString(), "PORT", "hunter2");

    assertThat(cli.run("run", "repo-health")).isEqualTo(2);

    assertThat(cli.err().lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("Configuration error: PORT: "),
            line ->
                assertThat(line)
                    .startsWith("Configuration error: ALERT_RULES: rule \"pager\" in line 2")
                    .contains("condition: line 1, column 14"),
            line ->
                assertThat(line)
                    .startsWith("Configuration error: ALERT_RULES: rule \"pager\" in line 2")
                    .contains("unknown channel \"pagrduty\""));
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aTokenThatIsNotValidEndsTheStart() throws Exception {
    github.revokeTokens();
    var cli = cli("PORT", "0");
    var code = CompletableFuture.supplyAsync(() -> cli.run("run", "repo-health"));

    assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(1);

    assertThat(cli.err()).contains("Error: GitHub token is not valid\n");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var cli = cli("PORT", "" + taken.getLocalPort());

      assertThat(cli.run("run", "repo-health")).isEqualTo(1);

      assertThat(cli.err()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  // row 28
  @Test
  void aLimitIsToldAndWhatIsFinishedIsServed() throws Exception {
    github.remaining("core", 140);
    var cli = cli("PORT", "0", "PULSE_CONCURRENCY", "1", "PULSE_RATE_BUFFER", "120");

    try (var serving = cli.serve("run", "repo-health")) {
      scanned(serving, "/api/v1/repos");
      // What is finished is served while the rest is still asked for.
      cli.awaitErr("Error: GitHub API rate limit exceeded\n");
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
        repo-health:
          pulse-org: acme
          github-token: ${GITHUB_TOKEN}
          github-api-url: ${GITHUB_API_URL}
          codecov-api-url: ${CODECOV_API_URL}
          osv-api-url: ${OSV_API_URL}
          depsdev-api-url: ${DEPSDEV_API_URL}
        """);
    var cli = cli();

    try (var serving = cli.serve("serve", "--config", file.toString())) {
      assertThat(scanned(serving, "/api/v1/repos")).contains("service-0003");
      assertThat(serving.get("/repo-health/").body()).contains("id=\"overview\"");
      assertThat(serving.get("/api/v1/checks").body()).contains("repo-health.scan");
      assertThat(serving.get("/metrics").body()).contains("pulse_repo_health_score", "jvm_");
      assertThat(cli.out())
          .contains("The health of repositories is at " + serving.uri() + "repo-health/");
      assertThat(serving.stop()).isZero();
    }
  }

  @Test
  void problemsOfTheSectionNameItsOptions() throws Exception {
    var rules = folder.resolve("rules.yaml");
    Files.writeString(rules, "ALERT_RULE: []\n");
    var file = folder.resolve("pulse.yaml");
    Files.writeString(
        file, "repo-health: {pulse-scan-interval: 0, pulse-config: %s}\n".formatted(rules));
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isEqualTo(2);

    assertThat(cli.err())
        .contains("repo-health.pulse-org: is required")
        .contains("repo-health.pulse-scan-interval: ")
        .contains("repo-health.pulse-config: ALERT_RULE: is no key of the file");
  }

  @Test
  void validateSaysWhereItWouldBe() throws Exception {
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, "repo-health: {pulse-org: acme}\n");
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isZero();

    assertThat(cli.out())
        .contains("watches the health of the repositories of acme, page below /repo-health");
  }
}
