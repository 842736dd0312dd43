package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.squareup.moshi.Moshi;
import dev.pulse.samples.fakes.FakeEcosystem;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.samples.fakes.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** 4.10: {@code pulse scan}, against a fake of all four services. */
@Timeout(120)
class ScanCommandTest {
  private static final String LINE = "service-\\d{4}: (\\d+|-) \\(\\w+\\)(, missing: .*)?";

  @TempDir private Path folder;
  private final FakeGitHub github = FakeGitHub.builder().start();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void pointAtTheFake() {
    environment.putAll(
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
            "jdbc:sqlite:" + folder.resolve("health.db"),
            "PULSE_CONCURRENCY",
            "1"));
  }

  @AfterEach
  void close() {
    github.close();
  }

  private void fill(int repositories) {
    FakeEcosystem.fill(github, "acme", repositories, InstantSource.system());
  }

  /** The repository of the guide: 92 points. */
  private void shokunin() {
    github
        .repository("acme", "shokunin")
        .docs()
        .issues(20, Instant.now())
        .coverage(87.5)
        .packages("pkg:npm/%40babel/core@7.24.0")
        .builds(
            "success", "success", "failure", "success", "success", "success", "failure", "success",
            "success", "success");
  }

  private Cli cli(String... more) {
    var all = new HashMap<>(environment);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new Cli(all);
  }

  // row 28
  @Test
  void everyRepositoryIsOneLineInTheOrderOfNames() {
    fill(5);
    var cli = cli();

    assertThat(cli.run("scan")).isZero();

    assertThat(cli.out().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches(LINE))
        .isSorted();
  }

  // row 29
  @Test
  void missingCoverageIsWarnedOfOncePerScan() {
    fill(4);

    for (int scan = 0; scan < 2; scan++) {
      var cli = cli();
      assertThat(cli.run("scan")).isZero();
      assertThat(cli.err()).isEqualTo("Warning: No coverage data for repo service-0003\n");
      assertThat(cli.out()).contains("missing: coverage");
    }
  }

  @Test
  void oneRepositoryHasATableBelowItsLine() {
    fill(3);
    shokunin();
    var cli = cli();

    assertThat(cli.run("scan", "--repo", "SHOKUNIN")).isZero();

    assertThat(cli.out().lines().findFirst().orElseThrow()).matches("shokunin: \\d+ \\(healthy\\)");
    assertThat(cli.out())
        .contains("Factor         Weight   Points  Evidence")
        .containsPattern("build +25 +80  8 of 10 builds of main have succeeded|build +25 +80  8 of")
        .containsPattern("coverage +20 +87.5  ")
        .contains("What to do")
        .doesNotContain("\u001b", "service-");
    assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void theSecondScanSaysWhatHasChanged() {
    shokunin();
    assertThat(cli().run("scan")).isZero();
    github.repository("acme", "shokunin").coverage(67.5);
    var cli = cli();

    assertThat(cli.run("scan", "--repo", "acme/shokunin")).isZero();

    assertThat(cli.out())
        .containsPattern("What changed at 20.* UTC: \\d points less")
        .contains("coverage 87.5 → 67.5 (−4)");
  }

  @Test
  void anOwnerIsTakenFromTheNameOfTheRepository() {
    shokunin();
    var cli = cli("PULSE_ORG", "");

    assertThat(cli.run("scan", "--repo", "acme/shokunin")).isZero();

    assertThat(cli.out()).startsWith("shokunin: ");
  }

  @Test
  void theOptionWinsOverTheVariable() {
    shokunin();
    var cli = cli("PULSE_ORG", "other");

    assertThat(cli.run("scan", "--org", "acme")).isZero();

    assertThat(cli.out()).startsWith("shokunin: ");
  }

  @Test
  void twoOwnersAreMisuse() {
    var cli = cli();

    assertThat(cli.run("scan", "--org", "acme", "--repo", "other/shop")).isEqualTo(2);

    assertThat(cli.err()).contains("--repo names another owner than --org");
  }

  @Test
  void aMachineReadsTheBodiesOfTheApi() throws IOException {
    fill(3);
    shokunin();
    var all = cli();
    var one = cli();

    assertThat(all.run("scan", "--json")).isZero();
    assertThat(one.run("scan", "--repo", "shokunin", "--json")).isZero();

    assertThat(json(all.out())).containsOnlyKeys("repos", "total").containsEntry("total", 4.0);
    assertThat(json(one.out()))
        .containsEntry("name", "shokunin")
        .containsEntry("status", "healthy")
        .containsKeys("health_score", "metrics", "missing", "factors", "history", "trend");
  }

  @SuppressWarnings("unchecked") // an object of JSON
  private static Map<String, Object> json(String text) throws IOException {
    return (Map<String, Object>) new Moshi.Builder().build().adapter(Object.class).fromJson(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "acme/nothing", "no such name", "../x", "acme/"})
  void aRepositoryThatIsNotThereIsAnError(String name) {
    shokunin();
    var cli = cli();

    assertThat(cli.run("scan", "--repo", name)).isEqualTo(1);

    assertThat(cli.err()).isEqualTo("Error: repository not found: " + name + "\n");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void anOrganisationThatIsNotThereIsAnError() {
    var cli = cli("PULSE_ORG", "nobody");

    assertThat(cli.run("scan")).isEqualTo(1);

    assertThat(cli.err()).isEqualTo("Error: organisation or user not found: nobody\n");
    assertThat(cli.out()).isEmpty();
  }

  // row 16
  @Test
  void withoutAnOrganisationItSaysWhatToGive() {
    var cli = new Cli();

    assertThat(cli.run("scan")).isEqualTo(2);

    assertThat(cli.err())
        .isEqualTo(
            "Configuration error: PULSE_ORG: is required: the organisation or user to look at"
                + " (--org on the command line)\n");
  }

  // rows 19, 27
  @Test
  void badVariablesAreReportedTogetherWithoutTheirValues() {
    var cli = cli("PULSE_SCAN_INTERVAL", "0", "PORT", "hunter2", "PULSE_CONFIG", "/hunter2");

    assertThat(cli.run("scan")).isEqualTo(2);

    assertThat(cli.err().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("Configuration error: P"))
        .noneMatch(line -> line.contains("hunter2"));
  }

  // row 26
  @Test
  void aRedisIsWarnedOfOnce() {
    shokunin();
    var cli = cli("REDIS_URL", "redis://hunter2");

    assertThat(cli.run("scan")).isZero();

    assertThat(cli.err()).isEqualTo("Warning: REDIS_URL is set but not needed\n");
  }

  // row 28, defect 3
  @Test
  void aLimitEndsTheScanAndTheNextOneGoesOn() {
    fill(6);
    github.answerAfterRequests(25, exhausted());
    var first = cli();

    assertThat(first.run("scan")).isEqualTo(1);

    assertThat(first.err()).contains("Error: GitHub API rate limit exceeded\n");
    assertThat(first.out().lines()).hasSizeBetween(2, 5);
    github.recover();
    int before = github.requests();
    var second = cli();

    assertThat(second.run("scan")).isZero();

    assertThat(second.out().lines()).hasSize(6);
    assertThat(github.requests() - before).isLessThan(60);
  }

  private static HttpAnswer exhausted() {
    return HttpAnswer.json(403, "{\"message\":\"API rate limit exceeded\"}")
        .header("x-ratelimit-resource", "core")
        .header("x-ratelimit-limit", "5000")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "" + Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
  }

  @Test
  void aTokenThatIsNotValidIsAnError() {
    shokunin();
    github.revokeTokens();
    var cli = cli();

    assertThat(cli.run("scan")).isEqualTo(1);

    assertThat(cli.err()).isEqualTo("Error: GitHub token is not valid\n");
  }

  @Test
  void aRepositoryThatCannotBeReadIsExitCodeThree() {
    fill(2);
    github.answer("/repos/acme/service-0001/commits", HttpAnswer.cut());
    var cli = cli();

    assertThat(cli.run("scan")).isEqualTo(3);

    assertThat(cli.out()).contains("service-0000: ").contains("service-0001: - (unknown)");
    assertThat(cli.err()).contains("Warning: service-0001 was not read: ");
  }

  @Test
  void aScanThatIsStoppedLosesNothing() throws Exception {
    fill(4);
    github.answer("/repos/acme/service-0002/", HttpAnswer.silence());
    var cli = cli();
    var code = CompletableFuture.supplyAsync(() -> cli.run("scan"));
    while (github.calls().stream().noneMatch(call -> call.toString().contains("service-0002"))) {
      Thread.onSpinWait();
    }

    cli.stop();

    assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(cli.err()).contains("Stopped");
    github.recover();
    github.forget();
    var second = cli();
    assertThat(second.run("scan")).isZero();
    assertThat(second.out().lines()).hasSize(4);
    assertThat(github.calls().stream().map(Object::toString))
        .noneMatch(call -> call.contains("service-0000/commits"));
  }

  // row 31
  @Test
  void debugLogsEachRequestOfOneRepository() {
    fill(3);
    shokunin();
    var cli = cli();

    var lines =
        logged(
            Level.DEBUG,
            () -> assertThat(cli.run("--debug", "scan", "--repo", "shokunin")).isZero());

    assertThat(lines)
        .filteredOn(line -> line.startsWith("github "))
        .hasSizeBetween(8, 12)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "github GET /repos/acme/shokunin\\S*: \\d{3} in \\d+ ms, \\d+ of \\d+ left"
                            + " \\(\\w+\\)"));
    // Each once, whoever it is asked of.
    assertThat(lines)
        .filteredOn(line -> line.matches(".*(GET|POST) /.*"))
        .hasSize(github.requests());
    assertThat(lines).noneMatch(line -> line.contains("service-"));
    assertThat(github.calls().stream().map(Object::toString))
        .noneMatch(call -> call.contains("service-"));
  }

  /** Section 9. */
  @ParameterizedTest
  @ValueSource(strings = {"well", "limited", "refused", "broken", "silly"})
  void noSecretIsInAnyOutputAtAnyLevel(String trouble) {
    fill(3);
    switch (trouble) {
      case "limited" -> github.answerAfterRequests(9, exhausted());
      case "refused" -> github.revokeTokens();
      case "broken" -> github.answerAfterRequests(9, HttpAnswer.cut());
      case "silly" -> github.answerAfterRequests(9, HttpAnswer.text(200, FakeGitHub.TOKEN));
      default -> {}
    }
    var cli =
        cli(
            "CODECOV_TOKEN", "hunter2-codecov",
            "PULSE_TOKEN", "hunter2-report",
            "PULSE_API_TOKEN", "hunter2-hunter2-hunter2",
            "SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/hunter2",
            "SMTP_HOST", "mail.example",
            "SMTP_USER", "pulse",
            "SMTP_PASSWORD", "hunter2-mail",
            "SMTP_FROM", "a@example.org",
            "SMTP_TO", "b@example.org",
            "PAGERDUTY_ROUTING_KEY", "hunter2-pager",
            "PULSE_CONCURRENCY", "4");

    var lines = logged(Level.TRACE, () -> cli.run("--debug", "scan"));

    assertThat(lines).isNotEmpty();
    assertThat(Stream.concat(lines.stream(), Stream.of(cli.out(), cli.err())))
        .allSatisfy(text -> assertThat(text).doesNotContain("hunter2", FakeGitHub.TOKEN));
  }

  /**
   * What is logged meanwhile, with causes. What {@code --debug} changes is as before afterwards.
   */
  private static List<String> logged(Level level, Runnable run) {
    try (var all = new LogLines(Logger.ROOT_LOGGER_NAME, level);
        var ours = new LogLines("dev.pulse", level);
        var executions = new LogLines("bboostd-validator-monitoring", level)) {
      run.run();
      return Stream.of(all, ours, executions).flatMap(log -> log.withCauses().stream()).toList();
    }
  }
}
