package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.PulseException;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.GitHubException;
import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcosystemMonitorTest {
  private static final String ORG = "sebastienrousseau";

  @TempDir private Path folder;
  private final ManualClock clock = ManualClock.at("2026-02-20T08:00:00Z");
  private final FakeGitHub github = FakeGitHub.builder().clock(clock).start();

  @AfterEach
  void close() {
    github.close();
  }

  private EcosystemMonitor.Builder monitor() {
    return EcosystemMonitor.builder(ORG).environment(environment()).clock(clock);
  }

  private Map<String, String> environment() {
    return Map.of(
        "GITHUB_TOKEN", FakeGitHub.TOKEN,
        "GITHUB_API_URL", github.api().toString(),
        "CODECOV_API_URL", github.codecov().uri().toString(),
        "OSV_API_URL", github.osv().uri().toString(),
        "DEPSDEV_API_URL", github.depsDev().uri().toString());
  }

  private FakeGitHubRepository example(String name) {
    github
        .depsDev()
        .versions("npm", "part-1", "1.0.0", "1.1.0")
        .versions("npm", "part-2", "1.0.0", "2.0.0");
    return github
        .repository(ORG, name)
        .builds(
            "success", "failure", "success", "success", "success", "failure", "success", "success",
            "success", "success")
        .coverage(87.5)
        .docs()
        .lastCommit(clock.instant().minus(Duration.ofDays(2)))
        .issues(12, clock.instant().minus(Duration.ofDays(1)))
        .packages(
            IntStream.rangeClosed(1, 45).mapToObj(i -> "pkg:npm/part-" + i + "@1.0.0").toList());
  }

  // row 1
  @Test
  @DisplayName("Row 1: the example of the guide gives 92 from raw answers")
  void theExampleOfTheGuideGives92() throws Exception {
    example("shokunin");

    var health = monitor().build().checkRepo("shokunin");

    assertThat(health.score().rounded()).hasValue(92);
    assertThat(health.score().value()).hasValue(92.055556);
    assertThat(health).hasToString("sebastienrousseau/shokunin: 92 (healthy)");
  }

  // row 9
  @Test
  @DisplayName(
      "Row 9: what Dependabot and OSV report is one, with both sources; all pages are read")
  void whatTwoReportIsOne() throws Exception {
    var advisory = FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "part-9").severity("critical");
    example("shokunin").alert(advisory);
    github.osv().advisory(advisory, "pkg:npm/part-9@1.0.0");
    var many = example("staticdatagen").packages("pkg:npm/other@1.0.0");
    IntStream.range(0, 120)
        .forEach(
            i ->
                many.alert(
                    FakeAdvisory.of("GHSA-many-0000-" + (1000 + i), "npm", "other-" + i)
                        .severity("low")));
    example("hidden").dependabot(Feature.FORBIDDEN).sbom(Feature.FORBIDDEN);

    var found = monitor().build().scanVulnerabilities();

    assertThat(found.all()).hasSize(121);
    var worst = found.iterator().next();
    assertThat(worst).hasToString("part-9: critical - Weakness in part-9");
    assertThat(worst.repository()).isEqualTo("shokunin");
    assertThat(worst.vulnerability().sources())
        .containsExactly(VulnerabilitySource.DEPENDABOT, VulnerabilitySource.OSV);
    assertThat(found.unreadable()).containsOnlyKeys("hidden");
  }

  // row 10
  @Test
  @DisplayName("Row 10: one entry for each repository; without runs unknown and null")
  void everyRepositoryHasABuildStatus() throws Exception {
    example("shokunin");
    github.repository(ORG, "new");
    github.repository(ORG, "red").builds("failure", "success");
    github.forget();

    var statuses = monitor().build().buildStatuses();

    assertThat(statuses.keySet()).containsExactly("new", "red", "shokunin");
    assertThat(statuses.get("new")).isEqualTo(new BuildSummary(BuildStatus.UNKNOWN, null, null));
    assertThat(statuses.get("red").state()).isEqualTo("failing");
    assertThat(statuses.get("shokunin").lastRun()).isNotNull();
    assertThat(github.requests()).isEqualTo(4);
  }

  @Test
  void whatIsNotThereSaysSo() {
    var monitor = monitor().build();

    assertThatThrownBy(() -> monitor.checkRepo("nothing"))
        .isInstanceOf(PulseException.class)
        .hasMessage("repository not found: sebastienrousseau/nothing");
    github.revokeTokens();
    assertThatThrownBy(monitor::buildStatuses)
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("token is not valid");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                EcosystemMonitor.builder("no login")
                    .environment(Map.of("PULSE_CONCURRENCY", "99", "PORT", "none"))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("PULSE_ORG")
        .hasMessageContaining("PULSE_CONCURRENCY")
        .hasMessageNotContaining("PORT");
  }

  @Test
  void theTokenGivenGoesBeforeTheEnvironment() throws Exception {
    example("shokunin").closed();

    assertThat(
            monitor()
                .environment(Map.of("GITHUB_TOKEN", "wrong"))
                .token(Secret.of(FakeGitHub.TOKEN))
                .gitHub(github.api())
                .codecov(github.codecov().uri())
                .osv(github.osv().uri())
                .depsDev(github.depsDev().uri())
                .build()
                .checkRepo("shokunin")
                .score()
                .rounded())
        .hasValue(92);
  }

  // row 6
  @Test
  @DisplayName("Row 6: documentation that PULSE_CONFIG names counts, as for the service")
  void documentationThatTheFileNamesCounts() throws Exception {
    github.repository(ORG, "shokunin").builds("success");
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, "DOCS_URLS: {shokunin: 'https://docs.example/shokunin'}\n");
    var alone = monitor().build().checkRepo("shokunin");

    var told = monitor().environment(environment(file)).build().checkRepo("shokunin");

    assertThat(documentation(alone)).isEqualTo(50);
    assertThat(documentation(told)).isEqualTo(100);
  }

  private static double documentation(RepositoryHealth health) {
    return health.score().factors().stream()
        .filter(factor -> factor.name().equals("documentation"))
        .findFirst()
        .orElseThrow()
        .points()
        .orElseThrow();
  }

  private Map<String, String> environment(Path file) {
    var variables = new HashMap<>(environment());
    variables.put("PULSE_CONFIG", file.toString());
    return variables;
  }

  @Test
  void withTablesItRemembers() throws Exception {
    example("shokunin");
    try (var tables =
        HealthTables.open(new DatabaseUrl.Sqlite(folder.resolve("pulse.db")), ORG, clock)) {
      var monitor = monitor().tables(tables).build();

      monitor.checkRepo("shokunin");
      clock.move(Duration.ofHours(1));
      assertThat(monitor.scanVulnerabilities()).isEmpty();

      assertThat(tables.repositories().trend("shokunin").history()).hasSize(2);
      assertThat(monitor.buildStatuses().get("shokunin").state()).isEqualTo("passing");
      assertThatThrownBy(() -> EcosystemMonitor.builder("other").tables(tables))
          .hasMessageContaining("must be those of other, but are those of sebastienrousseau");
    }
  }
}
