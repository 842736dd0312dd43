package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for Docker say what the program understands. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern VARIABLE = Pattern.compile("#?([A-Z][A-Z_]+)=(.*)");
  private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");

  @Test
  @DisplayName("Row 32: the compose file has Pulse and PostgreSQL, and no Redis")
  void composeStartsPulseBesideItsDatabase() throws IOException {
    var services = map(compose().get("services"));

    assertThat(services).containsOnlyKeys("pulse", "postgres");
    assertThat(map(compose().get("volumes")).keySet())
        .containsExactlyInAnyOrder("health-data", "postgres-data");
    assertThat(services.toString()).doesNotContain("REDIS");
  }

  @Test
  @DisplayName("Row 32: Pulse does not wait for the database to be healthy before it starts")
  void pulseMayStartBeforeItsDatabase() throws IOException {
    // A list starts it without asking whether it answers; Pulse itself waits for 30 seconds.
    assertThat(pulse().get("depends_on")).isEqualTo(List.of("postgres"));
  }

  @Test
  @DisplayName("Row 32: the address of the database is one that Pulse takes")
  void pulseAndPostgresFitTogether() throws IOException {
    var postgres = map(map(compose().get("services")).get("postgres"));
    var environment = texts(pulse().get("environment"));
    var database = (DatabaseUrl.Postgres) DatabaseUrl.parse(environment.get("DATABASE_URL"));
    var server = texts(postgres.get("environment"));

    assertThat(postgres).containsEntry("image", "postgres:14");
    assertThat(database.jdbcUrl())
        .isEqualTo("jdbc:postgresql://postgres:5432/" + server.get("POSTGRES_DB"));
    assertThat(database.user()).contains(server.get("POSTGRES_USER"));
    assertThat(database.password().orElseThrow().matches(server.get("POSTGRES_PASSWORD"))).isTrue();
  }

  @Test
  @DisplayName("Section 3: the container listens on all its addresses, the host on its own only")
  void onlyThisMachineReachesTheContainer() throws IOException {
    assertThat(texts(pulse().get("environment")))
        .containsEntry("HOST", "0.0.0.0")
        .containsEntry("PORT", "8080");
    assertThat(pulse()).containsEntry("ports", List.of("127.0.0.1:8080:8080"));
    assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
        .contains("ENV HOST=0.0.0.0", "USER 10001", "CMD [\"run\", \"repo-health\"]");
    assertThat(map(map(compose().get("services")).get("postgres"))).doesNotContainKey("ports");
  }

  @Test
  @DisplayName("Section 3: every variable stands in .env.example, and none that nobody reads")
  void theExampleOfTheEnvironmentNamesEveryVariable() throws IOException {
    var named = new ArrayList<String>();
    for (String line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var matcher = VARIABLE.matcher(line);
      if (matcher.matches()) {
        named.add(matcher.group(1));
      }
    }

    assertThat(named).containsExactlyInAnyOrderElementsOf(RepoHealthSettings.VARIABLES);
  }

  @Test
  @DisplayName("Section 3: the example of the environment has the defaults")
  void theExampleOfTheEnvironmentChangesNothing() throws IOException {
    var environment = example();
    environment.put("PULSE_ORG", "octo-org");
    var example = RepoHealthSettings.from(environment);
    var defaults = RepoHealthSettings.from(Map.of("PULSE_ORG", "octo-org"));

    assertThat(example.upstreams()).isEqualTo(defaults.upstreams());
    assertThat(example.scan()).isEqualTo(defaults.scan());
    assertThat(example.access()).isEqualTo(defaults.access());
    assertThat(example.channels()).isEqualTo(defaults.channels());
    assertThat(example.digestTime()).isEqualTo(defaults.digestTime());
    assertThat(example.database()).isEqualTo(defaults.database());
    assertThat(example.warnings()).isEmpty();
  }

  @Test
  @DisplayName("Section 3: what has a default in the table has it in the example")
  void theExampleShowsTheDefaultsOfTheTable() throws IOException {
    assertThat(example())
        .containsAllEntriesOf(
            Map.of(
                "PULSE_SCAN_INTERVAL", "3600",
                "PORT", "8080",
                "HOST", "127.0.0.1",
                "SMTP_PORT", "587",
                "PULSE_RATE_BUFFER", "100",
                "PULSE_TIMEOUT", "30",
                "PULSE_CONCURRENCY", "4",
                "PULSE_CACHE_TTL", "3600",
                "PULSE_DIGEST_TIME", "09:00",
                "PULSE_STALE_AFTER", "86400"))
        .containsAllEntriesOf(
            Map.of(
                "PULSE_RETENTION_DAYS", "365",
                "PULSE_MISSING_AS_ZERO", "false",
                "INCLUDE_ARCHIVED", "false",
                "INCLUDE_FORKS", "false",
                "INCLUDE_PRIVATE", "true",
                "GITHUB_API_URL", "https://api.github.com",
                "CODECOV_API_URL", "https://api.codecov.io",
                "OSV_API_URL", "https://api.osv.dev",
                "DEPSDEV_API_URL", "https://api.deps.dev",
                "PAGERDUTY_API_URL", "https://events.pagerduty.com"));
  }

  private static Map<String, String> example() throws IOException {
    var environment = new HashMap<String, String>();
    for (String line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var matcher = VARIABLE.matcher(line);
      if (matcher.matches() && !line.startsWith("#")) {
        environment.put(matcher.group(1), matcher.group(2));
      }
    }
    return environment;
  }

  private static Map<String, Object> compose() throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    return map(load.loadFromString(Files.readString(DEPLOY.resolve("docker-compose.yml"))));
  }

  private static Map<String, Object> pulse() throws IOException {
    return map(map(compose().get("services")).get("pulse"));
  }

  /** With what stands for a variable that nobody has set. */
  private static Map<String, String> texts(Object value) {
    var texts = new HashMap<String, String>();
    map(value)
        .forEach(
            (name, text) -> texts.put(name, SUBSTITUTED.matcher(text.toString()).replaceAll("$2")));
    return texts;
  }

  @SuppressWarnings("unchecked") // the keys of this file are texts
  private static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }
}
