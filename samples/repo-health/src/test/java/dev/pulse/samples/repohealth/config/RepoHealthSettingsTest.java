package dev.pulse.samples.repohealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.notify.EmailNotifier.Security;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 3. */
class RepoHealthSettingsTest {
  private static RepoHealthSettings read(String... more) {
    return RepoHealthSettings.from(environment(more));
  }

  private static Map<String, String> environment(String... more) {
    var environment = new HashMap<>(Map.of("PULSE_ORG", "octo-org"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private static List<String> problems(Map<String, String> environment) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> RepoHealthSettings.from(environment))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void onlyTheOrganisationIsRequired() {
    assertThat(problems(Map.of()))
        .containsExactly(
            "PULSE_ORG: is required: the organisation or user to look at (--org on the command line)");

    var settings = read();

    assertThat(settings.organisation()).isEqualTo("octo-org");
    assertThat(settings.upstreams())
        .isEqualTo(
            new Upstreams(
                URI.create("https://api.github.com"),
                Optional.empty(),
                URI.create("https://api.codecov.io"),
                Optional.empty(),
                URI.create("https://api.osv.dev"),
                URI.create("https://api.deps.dev"),
                Duration.ofSeconds(30),
                100,
                Duration.ofHours(1)));
    assertThat(settings.scan())
        .isEqualTo(
            new ScanSettings(
                Duration.ofHours(1),
                4,
                false,
                false,
                true,
                false,
                Duration.ofDays(1),
                Duration.ofDays(365)));
    assertThat(settings.access())
        .isEqualTo(new Access("127.0.0.1", 8080, Optional.empty(), Optional.empty()));
    assertThat(settings.channels())
        .isEqualTo(
            new ChannelSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                URI.create("https://events.pagerduty.com"),
                Optional.empty(),
                Map.of()));
    assertThat(settings.database()).isEqualTo(new DatabaseUrl.Sqlite(Path.of("repo-health.db")));
    assertThat(settings.digestTime()).isEqualTo(LocalTime.of(9, 0));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void blankVariablesMeanTheDefaults() {
    var blank = new TreeMap<String, String>();
    RepoHealthSettings.VARIABLES.forEach(name -> blank.put(name, "  "));
    blank.put("PULSE_ORG", "octo-org");

    var settings = RepoHealthSettings.from(blank);

    assertThat(settings.scan()).isEqualTo(read().scan());
    assertThat(settings.upstreams()).isEqualTo(read().upstreams());
    assertThat(settings.access()).isEqualTo(read().access());
    assertThat(settings.channels()).isEqualTo(read().channels());
    assertThat(settings.rules()).isEqualTo(read().rules());
  }

  @Test
  void everyVariableIsRead() {
    var settings =
        read(
            "GITHUB_TOKEN", " ghp_1 ",
            "DATABASE_URL", "jdbc:sqlite:/data/pulse.db",
            "PULSE_SCAN_INTERVAL", "604800",
            "PULSE_TOKEN", "report",
            "PULSE_API_TOKEN", "0123456789abcdef",
            "PORT", "0",
            "HOST", "0.0.0.0",
            "SLACK_WEBHOOK_URL", "http://slack.example/x",
            "DISCORD_WEBHOOK_URL", "http://discord.example/x",
            "PAGERDUTY_ROUTING_KEY", "key",
            "PAGERDUTY_API_URL", "http://pager.example",
            "SMTP_HOST", "mail.example",
            "SMTP_PORT", "465",
            "SMTP_USER", "pulse",
            "SMTP_PASSWORD", " with blanks ",
            "SMTP_FROM", "Pulse <pulse@example.org>",
            "SMTP_TO", "a@example.org, b@example.org",
            "CODECOV_TOKEN", "cc",
            "GITHUB_API_URL", "https://git.example/api/v3/",
            "CODECOV_API_URL", "http://codecov.example",
            "OSV_API_URL", "http://osv.example",
            "DEPSDEV_API_URL", "http://deps.example",
            "PULSE_RATE_BUFFER", "0",
            "PULSE_TIMEOUT", "300",
            "PULSE_CONCURRENCY", "32",
            "PULSE_CACHE_TTL", "0",
            "PULSE_DIGEST_TIME", "23:59",
            "PULSE_STALE_AFTER", "60",
            "PULSE_RETENTION_DAYS", "3650",
            "PULSE_MISSING_AS_ZERO", "TRUE",
            "INCLUDE_ARCHIVED", "true",
            "INCLUDE_FORKS", "true",
            "INCLUDE_PRIVATE", "false");

    assertThat(settings.upstreams())
        .isEqualTo(
            new Upstreams(
                URI.create("https://git.example/api/v3"),
                Optional.of(Secret.of("ghp_1")),
                URI.create("http://codecov.example"),
                Optional.of(Secret.of("cc")),
                URI.create("http://osv.example"),
                URI.create("http://deps.example"),
                Duration.ofMinutes(5),
                0,
                Duration.ZERO));
    assertThat(settings.scan())
        .isEqualTo(
            new ScanSettings(
                Duration.ofDays(7),
                32,
                true,
                true,
                false,
                true,
                Duration.ofMinutes(1),
                Duration.ofDays(3650)));
    assertThat(settings.access())
        .isEqualTo(
            new Access(
                "0.0.0.0",
                0,
                Optional.of(Secret.of("0123456789abcdef")),
                Optional.of(Secret.of("report"))));
    assertThat(settings.channels())
        .isEqualTo(
            new ChannelSettings(
                Optional.of(Secret.of("http://slack.example/x")),
                Optional.of(Secret.of("http://discord.example/x")),
                Optional.of(Secret.of("key")),
                URI.create("http://pager.example"),
                Optional.of(
                    new SmtpSettings(
                        "mail.example",
                        465,
                        Security.TLS,
                        Optional.of(new SmtpSettings.Login("pulse", Secret.of(" with blanks "))),
                        "Pulse <pulse@example.org>",
                        List.of("a@example.org", "b@example.org"))),
                Map.of()));
    assertThat(settings.database()).isEqualTo(new DatabaseUrl.Sqlite(Path.of("/data/pulse.db")));
    assertThat(settings.digestTime()).isEqualTo(LocalTime.of(23, 59));
  }

  @ParameterizedTest
  @CsvSource({
    "a,b,c,a",
    ",b,c,b",
    "' ',' ',c,c",
  })
  @DisplayName("GITHUB_TOKEN, else GH_TOKEN, else PULSE_GITHUB_TOKEN")
  void theFirstTokenCounts(String first, String second, String third, String expected) {
    var settings =
        read(
            "GITHUB_TOKEN", first == null ? "" : first,
            "GH_TOKEN", second,
            "PULSE_GITHUB_TOKEN", third);

    assertThat(settings.upstreams().gitHubToken()).contains(Secret.of(expected));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("no login", "PULSE_ORG", "hunter2/x"),
        argumentSet("a line break in the middle", "GITHUB_TOKEN", "hunter2\nhunter2"),
        argumentSet("another database", "DATABASE_URL", "mysql://hunter2@x/y"),
        // row 27
        argumentSet("zero", "PULSE_SCAN_INTERVAL", "0"),
        argumentSet("below zero", "PULSE_SCAN_INTERVAL", "-1"),
        argumentSet("text", "PULSE_SCAN_INTERVAL", "hunter2"),
        argumentSet("more than a week", "PULSE_SCAN_INTERVAL", "604801"),
        argumentSet("a blank", "PULSE_TOKEN", "hunter2 hunter2"),
        argumentSet("15 characters", "PULSE_API_TOKEN", "hunter2hunter2h"),
        argumentSet("no such file", "PULSE_CONFIG", "/nowhere/hunter2.yaml"),
        argumentSet("no path", "PULSE_CONFIG", "hunter2\0"),
        argumentSet("too large", "PORT", "65536"),
        argumentSet("no name", "HOST", "hunter2 .invalid"),
        argumentSet("no URL", "SLACK_WEBHOOK_URL", "hunter2"),
        argumentSet("a file", "SLACK_WEBHOOK_URL", "file:///hunter2"),
        argumentSet("no URL", "DISCORD_WEBHOOK_URL", "https:hunter2"),
        argumentSet("a line break", "PAGERDUTY_ROUTING_KEY", "hunter2\r\nhunter2"),
        argumentSet("zero", "SMTP_PORT", "0"),
        argumentSet("another word", "SMTP_TLS", "hunter2"),
        argumentSet("an accent", "CODECOV_TOKEN", "hunter2é"),
        argumentSet("another scheme", "GITHUB_API_URL", "ftp://hunter2"),
        argumentSet("a password", "GITHUB_API_URL", "https://u:hunter2@x"),
        argumentSet("a query", "CODECOV_API_URL", "https://x/?hunter2"),
        argumentSet("a fragment", "OSV_API_URL", "https://x/#hunter2"),
        argumentSet("no host", "DEPSDEV_API_URL", "https:///hunter2"),
        argumentSet("a port that is none", "PAGERDUTY_API_URL", "https://hunter2:99999"),
        argumentSet("too many", "PULSE_RATE_BUFFER", "10001"),
        argumentSet("zero", "PULSE_TIMEOUT", "0"),
        argumentSet("more than five minutes", "PULSE_TIMEOUT", "301"),
        argumentSet("zero", "PULSE_CONCURRENCY", "0"),
        argumentSet("too many", "PULSE_CONCURRENCY", "33"),
        argumentSet("more than a week", "PULSE_CACHE_TTL", "604801"),
        argumentSet("one digit", "PULSE_DIGEST_TIME", "9:00"),
        argumentSet("no such hour", "PULSE_DIGEST_TIME", "24:00"),
        argumentSet("less than a minute", "PULSE_STALE_AFTER", "59"),
        argumentSet("more than a year", "PULSE_STALE_AFTER", "31536001"),
        argumentSet("zero", "PULSE_RETENTION_DAYS", "0"),
        argumentSet("more than ten years", "PULSE_RETENTION_DAYS", "3651"),
        argumentSet("yes", "PULSE_MISSING_AS_ZERO", "yes"),
        argumentSet("one", "INCLUDE_ARCHIVED", "1"),
        argumentSet("a word", "INCLUDE_FORKS", "hunter2"),
        argumentSet("a word", "INCLUDE_PRIVATE", "hunter2"));
  }

  // row 27
  @ParameterizedTest
  @MethodSource
  void refused(String name, String value) {
    assertThatThrownBy(() -> read(name, value))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.problems()).extracting(Problem::key).containsExactly(name))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThat(
            problems(
                Map.of("PULSE_SCAN_INTERVAL", "0", "PORT", "x", "SMTP_HOST", "m", "HOST", "!")))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrder(
            "PULSE_ORG", "PULSE_SCAN_INTERVAL", "PORT", "HOST", "SMTP_FROM", "SMTP_TO");
  }

  // row 26
  @Test
  void aRedisIsWarnedOfOnceAndIgnored() {
    var settings = read("REDIS_URL", "redis://:hunter2@redis:6379");

    assertThat(settings.warnings()).containsExactly("REDIS_URL is set but not needed");
  }

  @Test
  void thePortOfTheMailServerSaysHowItIsProtected() {
    var mail = Map.of("SMTP_HOST", "m", "SMTP_FROM", "a@example.org", "SMTP_TO", "b@example.org");

    assertThat(security(mail, Map.of())).isEqualTo(Security.STARTTLS);
    assertThat(security(mail, Map.of("SMTP_PORT", "465"))).isEqualTo(Security.TLS);
    assertThat(security(mail, Map.of("SMTP_PORT", "465", "SMTP_TLS", "none")))
        .isEqualTo(Security.NONE);
  }

  private static Security security(Map<String, String> mail, Map<String, String> more) {
    var environment = environment();
    environment.putAll(mail);
    environment.putAll(more);
    return RepoHealthSettings.from(environment).channels().smtp().orElseThrow().security();
  }

  static Stream<Arguments> mailProblems() {
    return Stream.of(
        argumentSet("no sender", "SMTP_FROM", Map.of("SMTP_FROM", "")),
        argumentSet("no recipient", "SMTP_TO", Map.of("SMTP_TO", "")),
        argumentSet("nothing after the comma", "SMTP_TO", Map.of("SMTP_TO", "a@example.org,")),
        argumentSet("no address", "SMTP_FROM", Map.of("SMTP_FROM", "hunter2")),
        argumentSet("one of two", "SMTP_TO", Map.of("SMTP_TO", "a@example.org,hunter2")),
        argumentSet("no host", "SMTP_HOST", Map.of("SMTP_HOST", "hunter2 hunter2")),
        argumentSet("a user without password", "SMTP_PASSWORD", Map.of("SMTP_USER", "hunter2")),
        argumentSet("a password without user", "SMTP_USER", Map.of("SMTP_PASSWORD", "hunter2")));
  }

  @ParameterizedTest
  @MethodSource
  void mailProblems(String problem, Map<String, String> change) {
    var environment =
        environment("SMTP_HOST", "m", "SMTP_FROM", "a@example.org", "SMTP_TO", "b@example.org");
    environment.putAll(change);

    assertThat(problems(environment))
        .singleElement()
        .asString()
        .startsWith(problem + ": ")
        .doesNotContain("hunter2");
  }

  @Test
  void nothingSecretIsPrinted() {
    var settings =
        read(
            "GITHUB_TOKEN", "hunter2",
            "DATABASE_URL", "postgres://u:hunter2@db/x",
            "PULSE_TOKEN", "hunter2",
            "SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/hunter2",
            "SMTP_HOST", "m",
            "SMTP_USER", "u",
            "SMTP_PASSWORD", "hunter2",
            "SMTP_FROM", "a@example.org",
            "SMTP_TO", "b@example.org");

    assertThat(
            String.join(
                "\n",
                settings.toString(),
                settings.upstreams().toString(),
                settings.database().toString(),
                settings.access().toString(),
                settings.channels().toString()))
        .doesNotContain("hunter2");
  }
}
