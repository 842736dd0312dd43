package dev.pulse.samples.ethereum.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.samples.ethereum.message.MessageLinks;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.Environment;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that the environment says about the system as a program of its own. Variables of what
 * is not built yet, builds and Hive, are judged as well, so that nobody finds out later. Immutable.
 */
public final class EthereumConfiguration {
  private static final List<String> CLOUD =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "S3_BUCKET",
          "AWS_REGION",
          "AWS_ENDPOINT_URL");

  /**
   * The variables that say how the system works where it is a part of another program: all but
   * those of addresses, tokens of callers, store and log, which are that program's affair.
   */
  public static final List<String> VARIABLES_OF_A_PART =
      List.of(
          "PROMETHEUS_URL",
          "GRAFANA_SERVICE_TOKEN",
          "GRAFANA_BASE_URL",
          "PROMETHEUS_DATASOURCE_ID",
          "DISCORD_BOT_TOKEN",
          "DISCORD_API_BASE",
          "DISCORD_GUILD_IDS",
          "DISCORD_ADMIN_ROLES",
          "DISCORD_TEAM_ROLES",
          "DISCORD_BUILD_SCOPE",
          "DISCORD_CHANNEL_CATEGORIES",
          "GITHUB_TOKEN",
          "GITHUB_API_BASE",
          "BUILDER_REPOSITORY",
          "BUILDER_REF",
          "CLIENTS_DATA_URL",
          "S3_BUCKET_PREFIX",
          "HIVE_BASE_URL",
          "HIVE_NETWORK_MAP",
          "HIVE_CLIENT_MAP",
          "HIVE_TRIGGER_REPOSITORIES",
          "GRAFANA_DASHBOARD_ID",
          "GRAFANA_LOGS_DASHBOARD_ID",
          "NODE_PROBE",
          "NODE_DOMAIN",
          "NODE_SSH_PORT",
          "NETWORK_INCIDENT_ENABLED",
          "NETWORK_INCIDENT_RATIO",
          "PRE_PRODUCTION_CLIENTS",
          "EVALUATION_INTERVAL",
          "EVALUATION_NETWORKS",
          "ALERT_REMINDER",
          "RETENTION_DAYS");

  private static final List<String> SECRET =
      List.of(
          "GRAFANA_SERVICE_TOKEN",
          "DISCORD_BOT_TOKEN",
          "GITHUB_TOKEN",
          "AWS_SECRET_ACCESS_KEY",
          "API_TOKEN");
  private static final DatabaseUrl EMBEDDED =
      new DatabaseUrl.Sqlite(Path.of("ethereum-network.db"));

  private final MetricsSource metricsSource;
  private final DiscordSettings discord;
  private final URI clientsDataUrl;
  private final String pathPrefix;
  private final DatabaseUrl database;
  private final ListenAddress metricsAddress;
  private final ListenAddress healthAddress;
  private final ListenAddress apiAddress;
  private final Optional<Secret> apiToken;
  private final MessageLinks links;
  private final NodeProbeSettings nodeProbe;
  private final Optional<BigDecimal> networkIncidentRatio;
  private final Set<String> preProductionClients;
  private final EvaluationSettings evaluation;
  private final Duration reminder;
  private final Duration retention;
  private final LogLevel logLevel;
  private final List<Secret> secrets;
  private final List<String> notes;

  private EthereumConfiguration(Environment environment) {
    var grafana =
        web(environment, "GRAFANA_BASE_URL", "https://grafana.observability.ethpandaops.io");
    var source = source(environment, grafana);
    var discordToken = required(environment, "DISCORD_BOT_TOKEN");
    this.discord = discord(environment, discordToken);
    judgeRoles(environment);
    judgeBuilds(environment);
    var data = clientsData(environment);
    this.pathPrefix = environment.parsed("S3_BUCKET_PREFIX", Form::prefix).orElse("ethrand");
    this.database = database(environment);
    this.metricsAddress = address(environment, "METRICS_ADDRESS", ":9091");
    this.healthAddress = address(environment, "HEALTH_CHECK_ADDRESS", ":9191");
    this.apiAddress = address(environment, "API_ADDRESS", "127.0.0.1:9292");
    this.apiToken = environment.parsed("API_TOKEN", Form::apiToken);
    judgeAddresses(environment);
    this.links = links(environment, grafana);
    this.nodeProbe =
        new NodeProbeSettings(
            environment.bool("NODE_PROBE", true),
            environment.parsed("NODE_DOMAIN", Form::domain).orElse("ethpandaops.io"),
            environment.whole("NODE_SSH_PORT", 22, 1, 65_535));
    this.networkIncidentRatio = networkIncident(environment);
    this.preProductionClients =
        environment
            .parsed("PRE_PRODUCTION_CLIENTS", Form::clients)
            .orElse(Set.of("ethereumjs", "nimbusel", "erigontwo"));
    this.evaluation = evaluation(environment);
    this.reminder = environment.parsed("ALERT_REMINDER", Form::reminder).orElse(Duration.ofDays(1));
    this.retention = Duration.ofDays(environment.whole("RETENTION_DAYS", 90, 1, 3650));
    this.logLevel = environment.parsed("LOG_LEVEL", Form::level).orElse(LogLevel.INFO);
    environment.finish();

    this.metricsSource = source.orElseThrow();
    this.clientsDataUrl = data.orElseThrow();
    this.secrets =
        SECRET.stream().flatMap(n -> environment.text(n).stream()).map(Secret::of).toList();
    this.notes = notes(environment);
  }

  /**
   * Reads the environment.
   *
   * @param variables by name; those that are blank count as unset
   * @throws ConfigurationException with every problem, each with the name of its variable and
   *     without the value
   */
  public static EthereumConfiguration from(Map<String, String> variables) {
    return new EthereumConfiguration(new Environment(variables));
  }

  private static Optional<MetricsSource> source(Environment environment, URI grafana) {
    var prometheus = environment.parsed("PROMETHEUS_URL", Form::web);
    var token = environment.parsed("GRAFANA_SERVICE_TOKEN", Form::token);
    if (token.isEmpty()
        && environment.text("GRAFANA_SERVICE_TOKEN").isEmpty()
        && environment.text("PROMETHEUS_URL").isEmpty()) {
      environment.note("GRAFANA_SERVICE_TOKEN", "is required unless PROMETHEUS_URL is set");
    }
    var datasource = environment.parsed("PROMETHEUS_DATASOURCE_ID", Form::id).orElse("UhcO3vy7z");
    return MetricsSource.of(prometheus, grafana, token, datasource);
  }

  private static Optional<Secret> required(Environment environment, String name) {
    if (environment.text(name).isEmpty()) {
      environment.note(name, "is required");
    }
    return environment.parsed(name, Form::token);
  }

  private static DiscordSettings discord(Environment environment, Optional<Secret> token) {
    var one = environment.parsed("DISCORD_GUILD_ID", Form::guilds);
    var guilds = environment.parsed("DISCORD_GUILD_IDS", Form::guilds).or(() -> one);
    // Without a token the reading ends with a problem, and nobody sees the stand-in.
    return new DiscordSettings(
        token.orElseGet(() -> Secret.of("missing")),
        web(environment, "DISCORD_API_BASE", "https://discord.com/api/v10"),
        guilds.orElse(List.of()));
  }

  private static void judgeRoles(Environment environment) {
    environment.parsed("DISCORD_ADMIN_ROLES", Form::names);
    environment.parsed("DISCORD_TEAM_ROLES", Form::teams);
    environment.parsed("DISCORD_CHANNEL_CATEGORIES", Form::names);
  }

  private static void judgeBuilds(Environment environment) {
    required(environment, "GITHUB_TOKEN");
    environment.parsed("DISCORD_BUILD_SCOPE", Form::scope);
    environment.parsed("GITHUB_API_BASE", Form::web);
    environment.parsed("BUILDER_REPOSITORY", Form::repository);
    environment.parsed("BUILDER_REF", Form::ref);
    environment.parsed("HIVE_CLIENT_MAP", Form::map);
    environment.parsed("HIVE_TRIGGER_REPOSITORIES", Form::repositories);
  }

  private static Optional<URI> clientsData(Environment environment) {
    if (environment.text("CLIENTS_DATA_URL").isEmpty()) {
      environment.note("CLIENTS_DATA_URL", "is required");
    }
    return environment.parsed("CLIENTS_DATA_URL", Form::document);
  }

  private static DatabaseUrl database(Environment environment) {
    return environment.parsed("DATABASE_URL", DatabaseUrl::parse).orElse(EMBEDDED);
  }

  private static ListenAddress address(Environment environment, String name, String fallback) {
    return environment
        .parsed(name, ListenAddress::parse)
        .orElseGet(() -> ListenAddress.parse(fallback));
  }

  private void judgeAddresses(Environment environment) {
    if (metricsAddress.collidesWith(healthAddress)) {
      environment.note("HEALTH_CHECK_ADDRESS", "must not be the same as METRICS_ADDRESS");
    }
    if (apiAddress.collidesWith(metricsAddress) || apiAddress.collidesWith(healthAddress)) {
      environment.note(
          "API_ADDRESS", "must not be the same as METRICS_ADDRESS or HEALTH_CHECK_ADDRESS");
    }
    if (environment.text("API_TOKEN").isEmpty() && !apiAddress.isLoopback()) {
      environment.note(
          "API_ADDRESS",
          "must be a loopback address, such as 127.0.0.1:9292, unless API_TOKEN is set");
    }
  }

  private static MessageLinks links(Environment environment, URI grafana) {
    return new MessageLinks(
        grafana,
        environment.parsed("GRAFANA_DASHBOARD_ID", Form::id).orElse("cebekx08rl9tsc"),
        environment.parsed("GRAFANA_LOGS_DASHBOARD_ID", Form::id).orElse("aebfg1654nqwwd"),
        web(environment, "HIVE_BASE_URL", "https://hive.ethpandaops.io"),
        environment
            .parsed("HIVE_NETWORK_MAP", Form::map)
            .orElse(Map.of("pectra-devnet-6", "pectra")));
  }

  private static Optional<BigDecimal> networkIncident(Environment environment) {
    var ratio =
        environment.decimal(
            "NETWORK_INCIDENT_RATIO",
            value -> value.signum() > 0 && value.compareTo(BigDecimal.ONE) <= 0,
            "a decimal number above 0, at most 1");
    return environment.bool("NETWORK_INCIDENT_ENABLED", true)
        ? Optional.of(ratio.orElse(new BigDecimal("0.80")))
        : Optional.empty();
  }

  private static EvaluationSettings evaluation(Environment environment) {
    var every =
        environment
            .parsed("EVALUATION_INTERVAL", Form::interval)
            .orElse(Optional.of(Duration.ofMinutes(5)));
    var networks = environment.parsed("EVALUATION_NETWORKS", Form::names).orElse(List.of());
    if (every.isEmpty() && !networks.isEmpty()) {
      environment.note("EVALUATION_NETWORKS", "must be empty when EVALUATION_INTERVAL is off");
    }
    return new EvaluationSettings(every, new TreeSet<>(networks));
  }

  private static URI web(Environment environment, String name, String fallback) {
    return environment.parsed(name, Form::web).orElseGet(() -> URI.create(fallback));
  }

  private static List<String> notes(Environment environment) {
    var ignored = CLOUD.stream().filter(name -> environment.text(name).isPresent()).toList();
    var lines = new ArrayList<String>();
    if (!ignored.isEmpty()) {
      lines.add(
          "Ignored, because documents are kept in the SQL store: " + String.join(", ", ignored));
    }
    return List.copyOf(lines);
  }

  /** Where the numbers of the nodes come from. */
  public MetricsSource metricsSource() {
    return metricsSource;
  }

  /** How Discord is spoken to. */
  public DiscordSettings discord() {
    return discord;
  }

  /** Where the document of clients and networks is. */
  public URI clientsDataUrl() {
    return clientsDataUrl;
  }

  /** The first part of the path of every document. */
  public String pathPrefix() {
    return pathPrefix;
  }

  /** Where documents are kept. */
  public DatabaseUrl database() {
    return database;
  }

  /** Where the metrics are. */
  public ListenAddress metricsAddress() {
    return metricsAddress;
  }

  /** Where health and readiness are. */
  public ListenAddress healthAddress() {
    return healthAddress;
  }

  /** Where the commands are, as REST. */
  public ListenAddress apiAddress() {
    return apiAddress;
  }

  /** What callers must know that change something; empty where only this machine reaches it. */
  public Optional<Secret> apiToken() {
    return apiToken;
  }

  /** What the buttons below an alert lead to. */
  public MessageLinks links() {
    return links;
  }

  /** How it is found out whether a machine is there at all. */
  public NodeProbeSettings nodeProbe() {
    return nodeProbe;
  }

  /** Which share of all pairs must fail for an incident of the network; empty for never. */
  public Optional<BigDecimal> networkIncidentRatio() {
    return networkIncidentRatio;
  }

  /** Clients that nobody is alarmed for yet, in lower case. */
  public Set<String> preProductionClients() {
    return preProductionClients;
  }

  /** Which networks are evaluated of themselves, and how often. */
  public EvaluationSettings evaluation() {
    return evaluation;
  }

  /** After which time people are reminded of an open alert. */
  public Duration reminder() {
    return reminder;
  }

  /** How long the logs of runs are kept. */
  public Duration retention() {
    return retention;
  }

  /** How much is logged. */
  public LogLevel logLevel() {
    return logLevel;
  }

  /** What no log line may have in it. */
  public List<Secret> secrets() {
    return secrets;
  }

  /** What the person who starts the system may want to know, for the log. */
  public List<String> notes() {
    return notes;
  }
}
