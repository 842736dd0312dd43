package dev.pulse.samples.server.environment;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a system keeps what it knows, as {@code DATABASE_URL} says it. */
public sealed interface DatabaseUrl {
  /**
   * Opens the store of Pulse that is there.
   *
   * @throws dev.pulse.api.store.StoreInUseException when another Pulse has it
   * @throws dev.pulse.api.store.StoreException when it cannot be opened
   * @throws ConfigurationException when the driver does not take the address
   */
  Store open();

  /** An embedded database in a file. */
  record Sqlite(Path file) implements DatabaseUrl {
    @Override
    public Store open() {
      return Stores.sqlite(file);
    }
  }

  /**
   * A PostgreSQL server.
   *
   * @param jdbcUrl the address as the JDBC driver wants it; user and password are not taken out of
   *     one that was a JDBC URL from the beginning
   * @param user decoded
   * @param password decoded
   */
  record Postgres(String jdbcUrl, Optional<String> user, Optional<Secret> password)
      implements DatabaseUrl {
    private static final String JDBC = "jdbc:postgresql:";
    private static final String SCHEMA = "currentSchema=";

    /** In the schema {@code pulse}, or what the address has as {@code currentSchema}. */
    @Override
    public Store open() {
      try {
        return Stores.postgresql(jdbcUrl, user.orElse(null), password.orElse(null));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(
            List.of(new Problem("", "DATABASE_URL", String.valueOf(e.getMessage()))));
      }
    }

    /**
     * The schema that the store of Pulse has, for whoever puts tables beside its own. What the
     * server would choose by itself depends on which schemas there are already.
     *
     * @throws IllegalArgumentException when there can be no schema of that name
     */
    public String schema() {
      int question = jdbcUrl.indexOf('?');
      var name = "";
      for (String option : jdbcUrl.substring(question + 1).split("&", -1)) {
        if (question >= 0 && option.startsWith(SCHEMA)) {
          var path = URLDecoder.decode(option.substring(SCHEMA.length()), StandardCharsets.UTF_8);
          var first = path.split(",", 2)[0].strip();
          boolean quoted = first.length() > 2 && first.startsWith("\"") && first.endsWith("\"");
          name = quoted ? first.substring(1, first.length() - 1) : first;
        }
      }
      if (name.contains("\"") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "must name a schema without quotation marks as currentSchema");
      }
      return name.isEmpty() ? "pulse" : name;
    }

    /** Without anything that may be secret: a JDBC URL can carry a password too. */
    @Override
    public String toString() {
      return "PostgreSQL";
    }
  }

  /**
   * Reads the variable.
   *
   * @throws IllegalArgumentException that says what is allowed without repeating the value
   */
  static DatabaseUrl parse(String url) {
    var folded = url.toLowerCase(Locale.ROOT);
    if (folded.startsWith("jdbc:sqlite:")) {
      return sqlite(url.substring("jdbc:sqlite:".length()));
    }
    if (folded.startsWith(Postgres.JDBC)) {
      return jdbcPostgres(url);
    }
    if (folded.startsWith("postgres://") || folded.startsWith("postgresql://")) {
      return postgres(url.substring(url.indexOf("://") + 3));
    }
    throw new IllegalArgumentException(
        "must begin with postgres://, postgresql://, jdbc:postgresql: or jdbc:sqlite:");
  }

  private static DatabaseUrl sqlite(String file) {
    if (file.isBlank() || file.startsWith(":") || file.startsWith("file:") || file.contains("?")) {
      throw new IllegalArgumentException(
          "must name a plain file after jdbc:sqlite:, without options");
    }
    try {
      return new Sqlite(Path.of(file));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must name a file after jdbc:sqlite:", e);
    }
  }

  private static DatabaseUrl jdbcPostgres(String url) {
    var rest = url.substring(Postgres.JDBC.length());
    var path = rest.contains("?") ? rest.substring(0, rest.indexOf('?')) : rest;
    var database =
        path.startsWith("//") ? path.substring(Math.max(path.indexOf('/', 2), 1) + 1) : path;
    if (database.isBlank() || (path.startsWith("//") && path.indexOf('/', 2) < 0)) {
      throw new IllegalArgumentException("must name a database");
    }
    if (path.contains("@")) {
      throw new IllegalArgumentException(
          "must have user and password behind the database as ?user=…&password=…, or begin with"
              + " postgres://");
    }
    return new Postgres(Postgres.JDBC + rest, Optional.empty(), Optional.empty());
  }

  private static DatabaseUrl postgres(String rest) {
    int query = rest.indexOf('?');
    var beforeQuery = query < 0 ? rest : rest.substring(0, query);
    int slash = beforeQuery.indexOf('/');
    var database = slash < 0 ? "" : beforeQuery.substring(slash + 1);
    if (database.isBlank()) {
      throw new IllegalArgumentException("must name a database after the host: …host/database");
    }
    var authority = Authority.parse(beforeQuery.substring(0, slash));
    var jdbc =
        Postgres.JDBC
            + "//"
            + authority.urlHost()
            + ":"
            + authority.port().orElse(5432)
            + "/"
            + database
            + (query < 0 ? "" : rest.substring(query));
    var userInfo = authority.userInfo().orElse("");
    int colon = userInfo.indexOf(':');
    var user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
    var password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
    return new Postgres(
        jdbc,
        Optional.of(user).filter(text -> !text.isEmpty()),
        Optional.of(password).filter(text -> !text.isBlank()).map(Secret::of));
  }

  /** Percent-decoding as in a URL: a plus is a plus, unlike in a form. */
  private static String decoded(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.write(hex(text, i + 1) * 16 + hex(text, i + 2));
        i += 3;
      } else {
        int codePoint = text.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "has a user or password that is not UTF-8 when decoded", e);
    }
  }

  private static int hex(String text, int index) {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException(
          "has a percent sign in user or password that is not followed by two hex digits");
    }
    return digit;
  }
}
