package dev.pulse.core.store;

import dev.pulse.api.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where on a server of PostgreSQL a store is, and who may use it. What stands behind the question
 * mark of an address can be secret, so that the driver, which puts addresses into its messages,
 * never sees it there. Immutable.
 */
final class PostgresqlAddress {
  private static final String PREFIX = "jdbc:postgresql:";
  private static final String SCHEMA = "currentSchema";
  private static final String DEFAULT_SCHEMA = "pulse";
  private static final int LONGEST_NAME = 63;

  private final String place;
  private final Map<String, String> options;
  private final String schema;
  private final Optional<Secret> password;

  private PostgresqlAddress(
      String place, Map<String, String> options, String schema, Optional<Secret> password) {
    this.place = place;
    this.options = Map.copyOf(options);
    this.schema = schema;
    this.password = password;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException that says what is allowed, and repeats nothing
   */
  static PostgresqlAddress of(
      String jdbcUrl, @Nullable String user, @Nullable Secret givenPassword) {
    if (!jdbcUrl.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "the address of a PostgreSQL must begin with jdbc:postgresql:");
    }
    int question = jdbcUrl.indexOf('?');
    var place = jdbcUrl.substring(PREFIX.length(), question < 0 ? jdbcUrl.length() : question);
    requirePlace(place);
    var options = question < 0 ? Map.<String, String>of() : options(jdbcUrl, question + 1);
    var rest = new LinkedHashMap<>(options);
    var password =
        Optional.ofNullable(givenPassword)
            .or(
                () ->
                    Optional.ofNullable(options.get("password"))
                        .filter(text -> !text.isBlank())
                        .map(Secret::of));
    rest.remove("password");
    rest.remove(SCHEMA);
    if (user != null) {
      rest.put("user", user);
    }
    return new PostgresqlAddress(place, rest, schema(options.get(SCHEMA)), password);
  }

  private static void requirePlace(String place) {
    var database = place;
    if (place.startsWith("//")) {
      int slash = place.indexOf('/', 2);
      var hosts = slash < 0 ? place : place.substring(0, slash);
      if (hosts.contains("@")) {
        throw new IllegalArgumentException(
            "the address of a PostgreSQL must not have a user before its host: give the user and"
                + " the password by themselves, or as ?user=…&password=…");
      }
      database = slash < 0 ? "" : place.substring(slash + 1);
    }
    if (database.isBlank() || database.contains("/")) {
      throw new IllegalArgumentException(
          "the address of a PostgreSQL must name a database: jdbc:postgresql://host:port/database");
    }
  }

  private static Map<String, String> options(String url, int from) {
    var options = new LinkedHashMap<String, String>();
    for (String option : url.substring(from).split("&", -1)) {
      int equals = option.indexOf('=');
      if (!option.isEmpty()) {
        options.put(
            decoded(equals < 0 ? option : option.substring(0, equals)),
            equals < 0 ? "" : decoded(option.substring(equals + 1)));
      }
    }
    return options;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its text quotes what stands there, which may be of a password.
      throw new IllegalArgumentException(
          "the address of a PostgreSQL has a percent sign that is not followed by two hex digits");
    }
  }

  /** The first of those that the address names. */
  private static String schema(@Nullable String path) {
    if (path == null || path.isBlank()) {
      return DEFAULT_SCHEMA;
    }
    var first = path.split(",", 2)[0].strip();
    var name =
        first.length() > 2 && first.startsWith("\"") && first.endsWith("\"")
            ? first.substring(1, first.length() - 1)
            : first;
    if (name.isEmpty()
        || name.indexOf('"') >= 0
        || name.indexOf('\0') >= 0
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the address of a PostgreSQL must name a schema of 1 to "
              + LONGEST_NAME
              + " bytes without quotation marks as currentSchema");
    }
    return name;
  }

  /** For the driver; without options. */
  String driverUrl() {
    return PREFIX + place;
  }

  /** Options for the driver, the password among them: for nobody else. */
  Properties driverOptions(Map<String, String> defaults) {
    var all = new Properties();
    all.putAll(defaults);
    all.putAll(options);
    password.ifPresent(secret -> all.setProperty("password", secret.reveal()));
    return all;
  }

  /** The schema that the tables are in. */
  String schema() {
    return schema;
  }

  /** The schema as it stands in statements. */
  String quotedSchema() {
    return '"' + schema + '"';
  }

  /** For messages. */
  @Override
  public String toString() {
    return "schema " + schema + " of PostgreSQL " + place;
  }
}
