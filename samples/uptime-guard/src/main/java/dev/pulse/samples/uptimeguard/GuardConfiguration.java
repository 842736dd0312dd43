package dev.pulse.samples.uptimeguard;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.api.route.Route;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.Environment;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that the environment says about the guard as a program of its own. Immutable. The
 * variables and their defaults stand in {@code deploy/.env.example}.
 */
public final class GuardConfiguration {
  /** A file in the working directory. */
  static final DatabaseUrl DEFAULT_DATABASE = new DatabaseUrl.Sqlite(Path.of("pulseguard.db"));

  private final DatabaseUrl database;
  private final Optional<NatsServers> nats;
  private final String host;
  private final int port;
  private final int concurrency;
  private final Optional<Duration> retention;
  private final GuardSettings settings;
  private final Optional<Secret> slack;
  private final boolean notifyResolved;
  private final List<String> warnings;
  private final List<String> notes;

  private GuardConfiguration(Environment environment) {
    this.database = environment.parsed("DATABASE_URL", DatabaseUrl::parse).orElse(DEFAULT_DATABASE);
    this.nats = environment.parsed("NATS_URL", NatsServers::parse);
    this.slack = environment.parsed("SLACK_WEBHOOK_URL", GuardConfiguration::webhook);
    this.port = environment.whole("PORT", 8080, 0, 65535);
    this.host = environment.text("HOST").orElse("0.0.0.0");
    boolean loopback =
        environment
            .parsed("HOST", GuardConfiguration::resolve)
            .map(InetAddress::isLoopbackAddress)
            .orElse(false);
    var interval = Duration.ofSeconds(environment.whole("PROBE_INTERVAL", 30, 1, 86_400));
    var timeout = Duration.ofSeconds(environment.whole("PROBE_TIMEOUT", 10, 1, 300));
    this.concurrency = environment.whole("PROBE_CONCURRENCY", 16, 1, 256);
    var allow = environment.parsed("PROBE_ALLOW_PRIVATE", AllowPrivate::parse);
    var rules = rules(environment);
    this.notifyResolved = environment.bool("NOTIFY_RESOLVED", true);
    var slo = sloTarget(environment);
    int days = environment.whole("PROBE_RETENTION_DAYS", 0, 0, 3650);
    var token = environment.parsed("API_TOKEN", GuardConfiguration::token);
    environment.finish();

    this.retention = days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    boolean strangers = !loopback && token.isEmpty();
    boolean allowPrivate =
        switch (allow.orElse(AllowPrivate.AUTO)) {
          case AUTO -> !strangers;
          case TRUE -> true;
          case FALSE -> false;
        };
    this.settings =
        new GuardSettings(new ProbeSettings(interval, timeout, allowPrivate), rules, token);
    this.warnings = warnings(slo);
    this.notes =
        notes(
            strangers && allow.orElse(AllowPrivate.AUTO) == AllowPrivate.AUTO,
            slack,
            notifyResolved);
  }

  /** What {@code PROBE_ALLOW_PRIVATE} can be. */
  private enum AllowPrivate {
    AUTO,
    TRUE,
    FALSE;

    static AllowPrivate parse(String text) {
      for (var value : values()) {
        if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
          return value;
        }
      }
      throw new IllegalArgumentException("must be auto, true or false");
    }
  }

  /**
   * Reads the environment.
   *
   * @param environment variables by name; those that are blank count as unset
   * @throws ConfigurationException with every problem, each with the name of its variable and
   *     without the value
   */
  public static GuardConfiguration from(Map<String, String> environment) {
    return new GuardConfiguration(new Environment(environment));
  }

  private static RuleSettings rules(Environment environment) {
    int window = environment.whole("Z_WINDOW", 100, 20, 1000);
    return new RuleSettings(
        environment
            .decimal("Z_THRESHOLD", within("0", "100"), "a number greater than 0, at most 100")
            .map(BigDecimal::doubleValue)
            .orElse(3.0),
        window,
        environment.whole("Z_MIN_SAMPLES", 10, 2, window, "Z_WINDOW"),
        environment
            .decimal("STD_FLOOR_MS", within("0", "10000"), "a number greater than 0, at most 10000")
            .map(BigDecimal::doubleValue)
            .orElse(1.0),
        environment
            .decimal(
                "MIN_DELTA_MS",
                value -> value.compareTo(new BigDecimal(60_000)) <= 0,
                "a number from 0 to 60000")
            .map(BigDecimal::doubleValue)
            .orElse(20.0),
        environment.whole("DOWN_AFTER", 3, 1, 100),
        environment.whole("UP_AFTER", 2, 1, 100),
        environment.whole("LATENCY_CLEAR_AFTER", 3, 1, 100));
  }

  private static Optional<BigDecimal> sloTarget(Environment environment) {
    return environment.decimal(
        "SLO_TARGET",
        value ->
            value.compareTo(new BigDecimal(50)) > 0 && value.compareTo(new BigDecimal(100)) < 0,
        "a percentage greater than 50 and less than 100");
  }

  private static Function<BigDecimal, Boolean> within(String above, String highest) {
    return value ->
        value.compareTo(new BigDecimal(above)) > 0 && value.compareTo(new BigDecimal(highest)) <= 0;
  }

  private static Secret webhook(String url) {
    try {
      var uri = new URI(url);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        var secret = Secret.of(url);
        var unused = GuardSlack.route(secret, true);
        return secret;
      }
    } catch (URISyntaxException | ConfigurationException e) {
      // The message of the one repeats the URL, which is a secret, and that of the other names it
      // otherwise than people here do: ours below does neither.
    }
    throw new IllegalArgumentException("must be an http or https URL");
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("must be an address or a name that can be resolved", e);
    }
  }

  private static Secret token(String text) {
    if (text.codePointCount(0, text.length()) < 16) {
      throw new IllegalArgumentException("must have at least 16 characters");
    }
    return Secret.of(text);
  }

  private static List<String> warnings(Optional<BigDecimal> slo) {
    var lines = new ArrayList<String>();
    if (slo.isPresent()) {
      lines.add("SLO_TARGET is set, but burn rates are not evaluated by this version");
    }
    return List.copyOf(lines);
  }

  private static List<String> notes(
      boolean strict, Optional<Secret> slack, boolean notifyResolved) {
    var lines = new ArrayList<String>();
    if (strict) {
      lines.add(
          "Private and loopback addresses will not be probed, because strangers could name them:"
              + " set API_TOKEN, or set PROBE_ALLOW_PRIVATE=true, to allow them");
    }
    if (slack.isEmpty()) {
      lines.add("SLACK_WEBHOOK_URL is not set: incidents are not sent to Slack");
    } else {
      lines.add(
          "Slack is told when incidents begin"
              + (notifyResolved ? " and when they end" : ", and not when they end"));
    }
    return List.copyOf(lines);
  }

  /** Where the guard keeps what it knows. */
  DatabaseUrl database() {
    return database;
  }

  /** The event bus; empty when there is none. */
  Optional<NatsServers> nats() {
    return nats;
  }

  /** Where alerts go; empty when nobody is told. */
  Optional<Route> route() {
    return slack.map(url -> GuardSlack.route(url, notifyResolved));
  }

  /** The address to listen on. */
  public String host() {
    return host;
  }

  /** The port to listen on; 0 takes a free one. */
  public int port() {
    return port;
  }

  /** How many probes may run at once. */
  public int concurrency() {
    return concurrency;
  }

  /** How long probes are kept; empty for ever. */
  public Optional<Duration> retention() {
    return retention;
  }

  /** How the guard works. */
  public GuardSettings settings() {
    return settings;
  }

  /** What the person who starts the guard should change. */
  List<String> warnings() {
    return warnings;
  }

  /** What the person who starts the guard may want to know, for the log. */
  List<String> notes() {
    return notes;
  }
}
