package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.Environment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that the environment says about the system, and the file of rules that it names. The
 * variables and their defaults stand in the README. Immutable.
 */
public final class RepoHealthSettings {
  /**
   * The variables that say how the system works where it is a part of another program: all but
   * those of address, callers and store, which are that program's affair.
   */
  public static final List<String> VARIABLES_OF_A_PART =
      List.of(
          "PULSE_ORG",
          "GITHUB_TOKEN",
          "GH_TOKEN",
          "PULSE_GITHUB_TOKEN",
          "PULSE_SCAN_INTERVAL",
          "PULSE_TOKEN",
          "PULSE_CONFIG",
          "SLACK_WEBHOOK_URL",
          "DISCORD_WEBHOOK_URL",
          "PAGERDUTY_ROUTING_KEY",
          "SMTP_HOST",
          "SMTP_PORT",
          "SMTP_USER",
          "SMTP_PASSWORD",
          "SMTP_FROM",
          "SMTP_TO",
          "SMTP_TLS",
          "CODECOV_TOKEN",
          "GITHUB_API_URL",
          "CODECOV_API_URL",
          "OSV_API_URL",
          "DEPSDEV_API_URL",
          "PAGERDUTY_API_URL",
          "PULSE_RATE_BUFFER",
          "PULSE_TIMEOUT",
          "PULSE_CONCURRENCY",
          "PULSE_CACHE_TTL",
          "PULSE_DIGEST_TIME",
          "PULSE_STALE_AFTER",
          "PULSE_RETENTION_DAYS",
          "PULSE_MISSING_AS_ZERO",
          "INCLUDE_ARCHIVED",
          "INCLUDE_FORKS",
          "INCLUDE_PRIVATE");

  /** All variables that are read. */
  public static final List<String> VARIABLES =
      Stream.concat(
              VARIABLES_OF_A_PART.stream(),
              Stream.of("DATABASE_URL", "REDIS_URL", "PULSE_API_TOKEN", "PORT", "HOST"))
          .toList();

  private static final DatabaseUrl EMBEDDED = new DatabaseUrl.Sqlite(Path.of("repo-health.db"));
  private static final int MOST_SECONDS = 604_800;

  private final String organisation;
  private final Upstreams upstreams;
  private final DatabaseUrl database;
  private final ScanSettings scan;
  private final Access access;
  private final ChannelSettings channels;
  private final LocalTime digestTime;
  private final Rules rules;
  private final List<String> warnings;
  private final List<String> channelWarnings;

  private RepoHealthSettings(Environment environment) {
    var org = environment.parsed("PULSE_ORG", Form::login);
    if (environment.text("PULSE_ORG").isEmpty()) {
      environment.note(
          "PULSE_ORG",
          "is required: the organisation or user to look at (--org on the command line)");
    }
    this.organisation = org.orElse("");
    this.upstreams = upstreams(environment);
    this.database = environment.parsed("DATABASE_URL", DatabaseUrl::parse).orElse(EMBEDDED);
    this.scan = scan(environment);
    this.access = access(environment);
    this.digestTime =
        environment.parsed("PULSE_DIGEST_TIME", Form::time).orElse(LocalTime.of(9, 0));
    var file = RulesFile.read(environment, organisation);
    this.channels = ChannelReader.read(environment, file.webhooks());
    this.rules = file.rules(channels);
    this.warnings =
        environment.text("REDIS_URL").isPresent()
            ? List.of("REDIS_URL is set but not needed")
            : List.of();
    this.channelWarnings = file.unconfigured(channels);
  }

  /**
   * Reads the environment, and the file that {@code PULSE_CONFIG} names.
   *
   * @param variables by name; those that are blank count as unset
   * @throws ConfigurationException with every problem, each with the name of its variable, or the
   *     key of the file, and without the value of a variable
   */
  public static RepoHealthSettings from(Map<String, String> variables) {
    var environment = new Environment(variables);
    var settings = new RepoHealthSettings(environment);
    environment.finish();
    return settings;
  }

  private static Upstreams upstreams(Environment environment) {
    var token =
        Stream.of("GITHUB_TOKEN", "GH_TOKEN", "PULSE_GITHUB_TOKEN")
            .filter(name -> environment.text(name).isPresent())
            .findFirst()
            .flatMap(name -> environment.parsed(name, Form::token));
    return new Upstreams(
        web(environment, "GITHUB_API_URL", "https://api.github.com"),
        token,
        web(environment, "CODECOV_API_URL", "https://api.codecov.io"),
        environment.parsed("CODECOV_TOKEN", Form::token),
        web(environment, "OSV_API_URL", "https://api.osv.dev"),
        web(environment, "DEPSDEV_API_URL", "https://api.deps.dev"),
        seconds(environment, "PULSE_TIMEOUT", 30, 1, 300),
        environment.whole("PULSE_RATE_BUFFER", 100, 0, 10_000),
        seconds(environment, "PULSE_CACHE_TTL", 3600, 0, MOST_SECONDS));
  }

  private static ScanSettings scan(Environment environment) {
    return new ScanSettings(
        seconds(environment, "PULSE_SCAN_INTERVAL", 3600, 1, MOST_SECONDS),
        environment.whole("PULSE_CONCURRENCY", 4, 1, 32),
        environment.bool("INCLUDE_ARCHIVED", false),
        environment.bool("INCLUDE_FORKS", false),
        environment.bool("INCLUDE_PRIVATE", true),
        environment.bool("PULSE_MISSING_AS_ZERO", false),
        seconds(environment, "PULSE_STALE_AFTER", 86_400, 60, 31_536_000),
        Duration.ofDays(environment.whole("PULSE_RETENTION_DAYS", 365, 1, 3650)));
  }

  private static Access access(Environment environment) {
    environment.verbatim("HOST", RepoHealthSettings::resolve);
    return new Access(
        environment.verbatim("HOST", text -> text).orElse("127.0.0.1"),
        environment.whole("PORT", 8080, 0, 65_535),
        environment.parsed("PULSE_API_TOKEN", Form::apiToken),
        environment.parsed("PULSE_TOKEN", Form::token));
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("must be an address or a name that can be resolved", e);
    }
  }

  private static Duration seconds(
      Environment environment, String name, int fallback, int lowest, int highest) {
    return Duration.ofSeconds(environment.whole(name, fallback, lowest, highest));
  }

  static URI web(Environment environment, String name, String fallback) {
    return environment.parsed(name, Form::web).orElseGet(() -> URI.create(fallback));
  }

  /** The organisation or user whose repositories count. */
  public String organisation() {
    return organisation;
  }

  /** The services that are asked, and how. */
  public Upstreams upstreams() {
    return upstreams;
  }

  /** Where everything is remembered. */
  public DatabaseUrl database() {
    return database;
  }

  /** What is scanned, how often, and how long it is remembered. */
  public ScanSettings scan() {
    return scan;
  }

  /** Where the service listens, and whom it answers. */
  public Access access() {
    return access;
  }

  /** Whom alerts can be sent to. */
  public ChannelSettings channels() {
    return channels;
  }

  /** The time of the daily digest, in UTC. */
  public LocalTime digestTime() {
    return digestTime;
  }

  /** When people are told, whom, and how soon; with channels that are configured. */
  public Rules rules() {
    return rules;
  }

  /** What the person who starts the system should change. */
  public List<String> warnings() {
    return warnings;
  }

  /** Channels that rules name and nobody has configured, one line each; for what sends messages. */
  public List<String> channelWarnings() {
    return channelWarnings;
  }

  /** Without anything that may be secret. */
  @Override
  public String toString() {
    return "the health of the repositories of " + organisation;
  }
}
