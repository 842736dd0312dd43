package dev.pulse.samples.executions;

import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.Environment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Everything that the environment says about the system as a program of its own. Immutable. The
 * variables and their defaults stand in the README.
 */
final class ExecutionsConfiguration {
  private final ExecutionsSettings settings;
  private final String host;
  private final InetAddress address;
  private final int port;
  private final Level logLevel;
  private final Optional<DatabaseUrl> database;
  private final List<String> warnings;

  private ExecutionsConfiguration(Environment environment) {
    this.settings = ExecutionsSettings.read(environment);
    this.port = environment.whole("PORT", 8080, 0, 65_535);
    this.host = environment.verbatim("HOST", text -> text).orElse("0.0.0.0");
    this.address =
        environment
            .verbatim("HOST", ExecutionsConfiguration::resolve)
            .orElseGet(InetAddress::getLoopbackAddress);
    this.database = environment.parsed("DATABASE_URL", DatabaseUrl::parse);
    var level = environment.text("LOG_LEVEL");
    var known = level.flatMap(ExecutionsConfiguration::level);
    this.logLevel = known.orElse(Level.INFO);
    this.warnings =
        level.isPresent() && known.isEmpty()
            ? List.of("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR; it is INFO for now")
            : List.of();
  }

  /**
   * Reads the environment.
   *
   * @param environment variables by name; those that are blank count as unset
   * @throws dev.pulse.api.config.ConfigurationException with every problem, each with the name of
   *     its variable and without the value
   */
  static ExecutionsConfiguration from(Map<String, String> environment) {
    var variables = new Environment(environment);
    var configuration = new ExecutionsConfiguration(variables);
    variables.finish();
    return configuration;
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("must be an address or a name that can be resolved", e);
    }
  }

  /** A monitor must not stay down for a level that nobody knows. */
  private static Optional<Level> level(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "DEBUG" -> Optional.of(Level.DEBUG);
      case "INFO" -> Optional.of(Level.INFO);
      case "WARNING" -> Optional.of(Level.WARN);
      case "ERROR" -> Optional.of(Level.ERROR);
      default -> Optional.empty();
    };
  }

  /** How the system works. */
  ExecutionsSettings settings() {
    return settings;
  }

  /** The address to listen on, as it was written. */
  String host() {
    return host;
  }

  /** The address to listen on. */
  InetAddress address() {
    return address;
  }

  /** The port to listen on; 0 takes a free one. */
  int port() {
    return port;
  }

  /** How much is logged. */
  Level logLevel() {
    return logLevel;
  }

  /** Where Pulse remembers; empty for memory. */
  Optional<DatabaseUrl> database() {
    return database;
  }

  /** What the person who starts the system should change. */
  List<String> warnings() {
    return warnings;
  }
}
