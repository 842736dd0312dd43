package dev.pulse.samples.ethereum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Row 50: the table of variables, one line of {@link #values} and {@link #refused} for each. */
class EthereumConfigurationTest {
  /** What is required, and nothing else. */
  private static final Map<String, String> LEAST =
      Map.of(
          "GRAFANA_SERVICE_TOKEN", "grafana-token",
          "DISCORD_BOT_TOKEN", "discord-token",
          "GITHUB_TOKEN", "github-token",
          "CLIENTS_DATA_URL", "https://example.org/clients.json");

  private static Arguments value(
      String name, String text, Function<EthereumConfiguration, Object> read, Object expected) {
    return argumentSet(name + " = " + text, name, text, read, expected);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        value(
            "GRAFANA_SERVICE_TOKEN",
            "t",
            EthereumConfiguration::metricsSource,
            new MetricsSource.Grafana(
                URI.create("https://grafana.observability.ethpandaops.io"),
                Secret.of("t"),
                "UhcO3vy7z")),
        value(
            "GRAFANA_BASE_URL",
            "http://grafana:3000//",
            c -> c.links().grafana(),
            URI.create("http://grafana:3000")),
        value(
            "PROMETHEUS_DATASOURCE_ID",
            "abc_-9",
            c -> ((MetricsSource.Grafana) c.metricsSource()).datasource(),
            "abc_-9"),
        value(
            "PROMETHEUS_URL",
            "http://prometheus:9090/",
            EthereumConfiguration::metricsSource,
            new MetricsSource.Prometheus(URI.create("http://prometheus:9090"))),
        value("DISCORD_BOT_TOKEN", "bot", c -> c.discord().token().reveal(), "bot"),
        value("GITHUB_TOKEN", "g", EthereumConfiguration::notes, List.of()),
        value(
            "CLIENTS_DATA_URL",
            "file:///data/clients.json",
            EthereumConfiguration::clientsDataUrl,
            URI.create("file:///data/clients.json")),
        value(
            "AWS_ACCESS_KEY_ID",
            "AKIA",
            EthereumConfiguration::notes,
            ignored("AWS_ACCESS_KEY_ID")),
        value(
            "AWS_SECRET_ACCESS_KEY",
            "hunter2",
            EthereumConfiguration::notes,
            ignored("AWS_SECRET_ACCESS_KEY")),
        value("S3_BUCKET", "b", EthereumConfiguration::notes, ignored("S3_BUCKET")),
        value("AWS_REGION", "eu", EthereumConfiguration::notes, ignored("AWS_REGION")),
        value("AWS_ENDPOINT_URL", "x", EthereumConfiguration::notes, ignored("AWS_ENDPOINT_URL")),
        value("S3_BUCKET_PREFIX", "a.b_c-1", EthereumConfiguration::pathPrefix, "a.b_c-1"),
        value(
            "DATABASE_URL",
            "jdbc:sqlite:/data/e.db",
            EthereumConfiguration::database,
            new DatabaseUrl.Sqlite(Path.of("/data/e.db"))),
        value(
            "METRICS_ADDRESS",
            "127.0.0.1:1",
            EthereumConfiguration::metricsAddress,
            new ListenAddress("127.0.0.1", 1)),
        value(
            "HEALTH_CHECK_ADDRESS",
            "[::1]:0",
            EthereumConfiguration::healthAddress,
            new ListenAddress("::1", 0)),
        value(
            "API_ADDRESS",
            "localhost:0",
            EthereumConfiguration::apiAddress,
            new ListenAddress("localhost", 0)),
        value(
            "API_TOKEN",
            "0123456789abcdef",
            c -> c.apiToken().map(Secret::reveal),
            Optional.of("0123456789abcdef")),
        value(
            "DISCORD_GUILD_IDS",
            " 12345678901234567 , 22345678901234567890",
            c -> c.discord().guilds(),
            List.of("12345678901234567", "22345678901234567890")),
        value(
            "DISCORD_GUILD_ID",
            "12345678901234567",
            c -> c.discord().guilds(),
            List.of("12345678901234567")),
        value(
            "DISCORD_API_BASE",
            "http://127.0.0.1:1/api/",
            c -> c.discord().api(),
            URI.create("http://127.0.0.1:1/api")),
        value("HIVE_BASE_URL", "http://hive/", c -> c.links().hive(), URI.create("http://hive")),
        value(
            "HIVE_NETWORK_MAP",
            "a=b, c=d",
            c -> c.links().hiveNetworks(),
            Map.of("a", "b", "c", "d")),
        value("GRAFANA_DASHBOARD_ID", "x1", c -> c.links().dashboard(), "x1"),
        value("GRAFANA_LOGS_DASHBOARD_ID", "x2", c -> c.links().logsDashboard(), "x2"),
        value(
            "NODE_PROBE",
            "false",
            EthereumConfiguration::nodeProbe,
            new NodeProbeSettings(false, "ethpandaops.io", 22)),
        value("NODE_DOMAIN", "Nodes.Example.org", c -> c.nodeProbe().domain(), "nodes.example.org"),
        value("NODE_SSH_PORT", "2222", c -> c.nodeProbe().port(), 2222),
        value(
            "NETWORK_INCIDENT_ENABLED",
            "false",
            EthereumConfiguration::networkIncidentRatio,
            Optional.empty()),
        value(
            "NETWORK_INCIDENT_RATIO",
            "0.5",
            EthereumConfiguration::networkIncidentRatio,
            Optional.of(new BigDecimal("0.5"))),
        value(
            "PRE_PRODUCTION_CLIENTS",
            "Foo, bar",
            EthereumConfiguration::preProductionClients,
            Set.of("foo", "bar")),
        value(
            "EVALUATION_INTERVAL",
            "10s",
            EthereumConfiguration::evaluation,
            new EvaluationSettings(Optional.of(Duration.ofSeconds(10)), Set.of())),
        value(
            "EVALUATION_INTERVAL",
            "OFF",
            EthereumConfiguration::evaluation,
            EvaluationSettings.off()),
        value(
            "EVALUATION_NETWORKS",
            "hoodi, sepolia",
            EthereumConfiguration::evaluation,
            new EvaluationSettings(Optional.of(Duration.ofMinutes(5)), Set.of("sepolia", "hoodi"))),
        value("ALERT_REMINDER", "90m", EthereumConfiguration::reminder, Duration.ofMinutes(90)),
        value("RETENTION_DAYS", "3650", EthereumConfiguration::retention, Duration.ofDays(3650)),
        value("LOG_LEVEL", "Debug", EthereumConfiguration::logLevel, LogLevel.DEBUG),
        // Of what is not built yet only the form is known.
        value(
            "DISCORD_ADMIN_ROLES",
            "ef, 12345678901234567",
            EthereumConfiguration::notes,
            List.of()),
        value("DISCORD_TEAM_ROLES", "geth=a|b;reth=c", EthereumConfiguration::notes, List.of()),
        value("DISCORD_BUILD_SCOPE", "any", EthereumConfiguration::notes, List.of()),
        value("DISCORD_CHANNEL_CATEGORIES", "bots", EthereumConfiguration::notes, List.of()),
        value("DISCORD_CHANNEL_CATEGORIES", "", EthereumConfiguration::notes, List.of()),
        value("GITHUB_API_BASE", "https://g.example/api", EthereumConfiguration::notes, List.of()),
        value("BUILDER_REPOSITORY", "a/b.c", EthereumConfiguration::notes, List.of()),
        value("BUILDER_REF", "feature/x", EthereumConfiguration::notes, List.of()),
        value("HIVE_CLIENT_MAP", "geth=go-ethereum", EthereumConfiguration::notes, List.of()),
        value("HIVE_TRIGGER_REPOSITORIES", "a/b,c/d", EthereumConfiguration::notes, List.of()));
  }

  private static List<String> ignored(String name) {
    return List.of("Ignored, because documents are kept in the SQL store: " + name);
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsRead(
      String name, String text, Function<EthereumConfiguration, Object> read, Object expected) {
    var variables = new HashMap<>(LEAST);
    variables.put(name, text);

    assertThat(read.apply(EthereumConfiguration.from(variables))).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("token with a blank", "GRAFANA_SERVICE_TOKEN", "a SECRET b"),
        argumentSet("no URL", "GRAFANA_BASE_URL", "SECRET"),
        argumentSet("another scheme", "GRAFANA_BASE_URL", "ftp://SECRET/"),
        argumentSet("a password", "PROMETHEUS_URL", "http://u:SECRET@prometheus/"),
        argumentSet("a query", "PROMETHEUS_URL", "http://prometheus:9090/?SECRET"),
        argumentSet("no port", "PROMETHEUS_URL", "http://SECRET:99999/"),
        argumentSet("a query", "GRAFANA_BASE_URL", "https://grafana/?SECRET"),
        argumentSet("no port", "GRAFANA_BASE_URL", "https://SECRET:65536"),
        argumentSet("a query", "DISCORD_API_BASE", "https://discord.com/api?SECRET"),
        argumentSet("no port", "DISCORD_API_BASE", "https://SECRET:99999/api"),
        argumentSet("a fragment", "DISCORD_API_BASE", "https://discord.com/api#SECRET"),
        argumentSet("a query", "GITHUB_API_BASE", "https://github.example/?SECRET"),
        argumentSet("no port", "GITHUB_API_BASE", "https://SECRET:99999"),
        argumentSet("a query", "HIVE_BASE_URL", "https://hive/?SECRET"),
        argumentSet("no port", "HIVE_BASE_URL", "https://SECRET:99999"),
        argumentSet("no port", "CLIENTS_DATA_URL", "http://SECRET:99999/clients.json"),
        argumentSet("a file with a query", "CLIENTS_DATA_URL", "file:///x?SECRET"),
        argumentSet("a file without a path", "CLIENTS_DATA_URL", "file:SECRET"),
        argumentSet("too long", "PROMETHEUS_URL", "http://h/SECRET" + "x".repeat(9_000)),
        argumentSet("no id", "PROMETHEUS_DATASOURCE_ID", "SECRET!"),
        argumentSet("token of two lines", "DISCORD_BOT_TOKEN", "SECRET\nx"),
        argumentSet("token beyond ASCII", "GITHUB_TOKEN", "SECRET€"),
        argumentSet("another scheme", "CLIENTS_DATA_URL", "jar:SECRET"),
        argumentSet("a file on another host", "CLIENTS_DATA_URL", "file://SECRET/x"),
        argumentSet("a slash", "S3_BUCKET_PREFIX", "SECRET/x"),
        argumentSet("another database", "DATABASE_URL", "mysql://u:SECRET@h/d"),
        argumentSet("no database", "DATABASE_URL", "postgres://u:SECRET@h"),
        argumentSet("no port", "METRICS_ADDRESS", "SECRET"),
        argumentSet("port too large", "HEALTH_CHECK_ADDRESS", ":65536"),
        argumentSet("the same as another", "HEALTH_CHECK_ADDRESS", ":9091"),
        argumentSet("the same as another", "API_ADDRESS", "0.0.0.0:9191"),
        argumentSet("not loopback, without a token", "API_ADDRESS", ":9292"),
        argumentSet("short", "API_TOKEN", "SECRET"),
        argumentSet("a name", "DISCORD_GUILD_IDS", "12345678901234567,SECRET"),
        argumentSet("too short", "DISCORD_GUILD_ID", "1234567890123456"),
        argumentSet("nothing between commas", "DISCORD_ADMIN_ROLES", "SECRET,,b"),
        argumentSet("no roles", "DISCORD_TEAM_ROLES", "SECRET"),
        argumentSet("twice the same", "DISCORD_TEAM_ROLES", "a=SECRET;a=c"),
        argumentSet("another word", "DISCORD_BUILD_SCOPE", "SECRET"),
        argumentSet("nothing between commas", "DISCORD_CHANNEL_CATEGORIES", "SECRET,"),
        argumentSet("no URL", "DISCORD_API_BASE", "SECRET"),
        argumentSet("no URL", "GITHUB_API_BASE", "SECRET"),
        argumentSet("no owner", "BUILDER_REPOSITORY", "SECRET"),
        argumentSet("two dots", "BUILDER_REF", "SECRET..x"),
        argumentSet("no URL", "HIVE_BASE_URL", "SECRET"),
        argumentSet("no map", "HIVE_NETWORK_MAP", "SECRET"),
        argumentSet("no map", "HIVE_CLIENT_MAP", "SECRET=a=b"),
        argumentSet("no owner", "HIVE_TRIGGER_REPOSITORIES", "a/b,SECRET"),
        argumentSet("no id", "GRAFANA_DASHBOARD_ID", "SECRET/"),
        argumentSet("no id", "GRAFANA_LOGS_DASHBOARD_ID", "SECRET/"),
        argumentSet("another word", "NODE_PROBE", "SECRET"),
        argumentSet("no DNS name", "NODE_DOMAIN", "SECRET_.example"),
        argumentSet("zero", "NODE_SSH_PORT", "0"),
        argumentSet("another word", "NETWORK_INCIDENT_ENABLED", "SECRET"),
        argumentSet("zero", "NETWORK_INCIDENT_RATIO", "0"),
        argumentSet("too much", "NETWORK_INCIDENT_RATIO", "1.01"),
        argumentSet("no names", "PRE_PRODUCTION_CLIENTS", "SECRET/x"),
        argumentSet("too short", "EVALUATION_INTERVAL", "9s"),
        argumentSet("too long", "EVALUATION_INTERVAL", "2d"),
        argumentSet("another word", "EVALUATION_INTERVAL", "SECRET"),
        argumentSet("nothing between commas", "EVALUATION_NETWORKS", "SECRET,"),
        argumentSet("too short", "ALERT_REMINDER", "59m"),
        argumentSet("no unit", "ALERT_REMINDER", "3600"),
        argumentSet("zero", "RETENTION_DAYS", "0"),
        argumentSet("too long", "RETENTION_DAYS", "3651"),
        argumentSet("another word", "LOG_LEVEL", "SECRET"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  @DisplayName("a bad value is reported by the name of its variable, and never repeated")
  void aBadValueIsReportedByName(String name, String text) {
    var variables = new HashMap<>(LEAST);
    variables.put(name, text);

    var refused = refusal(variables);

    assertThat(refused.problems()).extracting(problem -> problem.key()).containsOnly(name);
    assertThat(refused).hasMessageNotContaining("SECRET");
  }

  @Test
  void whatIsRequiredIsNamedAllAtOnce() {
    assertThat(refusal(Map.of("RETENTION_DAYS", "x")).problems())
        .extracting(problem -> problem.key())
        .containsExactlyInAnyOrder(
            "GRAFANA_SERVICE_TOKEN",
            "DISCORD_BOT_TOKEN",
            "GITHUB_TOKEN",
            "CLIENTS_DATA_URL",
            "RETENTION_DAYS");
  }

  @Test
  void networksThatAreNeverEvaluatedAreAContradiction() {
    var variables = new HashMap<>(LEAST);
    variables.put("EVALUATION_INTERVAL", "off");
    variables.put("EVALUATION_NETWORKS", "hoodi");

    assertThat(refusal(variables).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("EVALUATION_NETWORKS");
              assertThat(problem.message())
                  .isEqualTo("must be empty when EVALUATION_INTERVAL is off");
            });
  }

  @Test
  void anEvaluationIsReusedForLessThanAMinuteOnlyWhereMoreAreWanted() {
    assertThat(EvaluationSettings.off().reusedFor()).hasSeconds(60);
    assertThat(new EvaluationSettings(Optional.of(Duration.ofMinutes(2)), Set.of()).reusedFor())
        .hasSeconds(60);
    assertThat(new EvaluationSettings(Optional.of(Duration.ofSeconds(10)), Set.of()).reusedFor())
        .hasSeconds(5);
  }

  @Test
  void withAPrometheusTheTokenOfGrafanaIsNotRequired() {
    var variables = new HashMap<>(LEAST);
    variables.remove("GRAFANA_SERVICE_TOKEN");
    variables.put("PROMETHEUS_URL", "http://prometheus:9090");

    assertThat(EthereumConfiguration.from(variables).metricsSource())
        .isInstanceOf(MetricsSource.Prometheus.class);
  }

  @Test
  void theDefaultsAreThoseOfTheTable() {
    var configuration = EthereumConfiguration.from(LEAST);

    assertThat(configuration.pathPrefix()).isEqualTo("ethrand");
    assertThat(configuration.metricsAddress()).isEqualTo(new ListenAddress("0.0.0.0", 9091));
    assertThat(configuration.healthAddress()).isEqualTo(new ListenAddress("0.0.0.0", 9191));
    assertThat(configuration.apiAddress()).isEqualTo(new ListenAddress("127.0.0.1", 9292));
    assertThat(configuration.discord().api()).hasToString("https://discord.com/api/v10");
    assertThat(configuration.links().hiveNetworks()).containsEntry("pectra-devnet-6", "pectra");
    assertThat(configuration.links().dashboard()).isEqualTo("cebekx08rl9tsc");
    assertThat(configuration.links().logsDashboard()).isEqualTo("aebfg1654nqwwd");
    assertThat(configuration.nodeProbe())
        .isEqualTo(new NodeProbeSettings(true, "ethpandaops.io", 22));
    assertThat(configuration.networkIncidentRatio()).contains(new BigDecimal("0.80"));
    assertThat(configuration.preProductionClients())
        .containsExactlyInAnyOrder("ethereumjs", "nimbusel", "erigontwo");
    assertThat(configuration.reminder()).isEqualTo(Duration.ofDays(1));
    assertThat(configuration.retention()).isEqualTo(Duration.ofDays(90));
    assertThat(configuration.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(configuration.discord().guilds()).isEmpty();
    assertThat(configuration.notes()).isEmpty();
  }

  @Test
  void anOpenApiNeedsAToken() {
    var variables = new HashMap<>(LEAST);
    variables.put("API_ADDRESS", ":9292");
    variables.put("API_TOKEN", "0123456789abcdef");

    assertThat(EthereumConfiguration.from(variables).apiAddress().host()).isEqualTo("0.0.0.0");
  }

  private static ConfigurationException refusal(Map<String, String> variables) {
    try {
      EthereumConfiguration.from(variables);
    } catch (ConfigurationException e) {
      return e;
    }
    throw new AssertionError("was not refused: " + variables.keySet());
  }
}
