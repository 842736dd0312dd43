package dev.pulse.samples.server.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseUrlTest {
  static Stream<Arguments> postgres() {
    return Stream.of(
        argumentSet(
            "the seed's",
            "postgres://pulseguard:password@localhost:5432/pulseguard",
            "jdbc:postgresql://localhost:5432/pulseguard",
            "pulseguard",
            "password"),
        argumentSet(
            "encoded password, no port, options",
            "postgres://u:p%40ss@db/x?sslmode=require",
            "jdbc:postgresql://db:5432/x?sslmode=require",
            "u",
            "p@ss"),
        argumentSet(
            "long scheme in capitals",
            "POSTGRESQL://u:p@db:6000/x",
            "jdbc:postgresql://db:6000/x",
            "u",
            "p"),
        argumentSet(
            "IPv6",
            "postgres://u:p@[2001:db8::1]/x",
            "jdbc:postgresql://[2001:db8::1]:5432/x",
            "u",
            "p"),
        argumentSet(
            "a plus is a plus, and a colon may be in the password",
            "postgres://a+b:c:d@db/x",
            "jdbc:postgresql://db:5432/x",
            "a+b",
            "c:d"),
        argumentSet(
            "database and options are passed on as written",
            "postgres://u:p@db/na%20me?options=-c%20x",
            "jdbc:postgresql://db:5432/na%20me?options=-c%20x",
            "u",
            "p"),
        argumentSet(
            "beyond ASCII",
            "postgres://%C3%BC:%E2%82%AC@db/x",
            "jdbc:postgresql://db:5432/x",
            "ü",
            "€"));
  }

  @ParameterizedTest
  @MethodSource
  void postgres(String url, String jdbc, String user, String password) {
    assertThat(DatabaseUrl.parse(url))
        .isEqualTo(
            new DatabaseUrl.Postgres(jdbc, Optional.of(user), Optional.of(Secret.of(password))));
  }

  @Test
  void userAndPasswordMayBeMissing() {
    assertThat(DatabaseUrl.parse("postgres://db/x"))
        .isEqualTo(
            new DatabaseUrl.Postgres(
                "jdbc:postgresql://db:5432/x", Optional.empty(), Optional.empty()));
  }

  @Test
  void aJdbcUrlIsPassedOnAsItIs() {
    var url = "jdbc:postgresql://db/x?user=u&password=secret";

    assertThat(DatabaseUrl.parse(url))
        .isEqualTo(new DatabaseUrl.Postgres(url, Optional.empty(), Optional.empty()))
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void thePrefixOfAJdbcUrlMayBeInCapitals() {
    assertThat(DatabaseUrl.parse("JDBC:PostgreSQL://DB/X"))
        .isEqualTo(
            new DatabaseUrl.Postgres("jdbc:postgresql://DB/X", Optional.empty(), Optional.empty()));
  }

  @Test
  void sqliteNamesAFile() {
    assertThat(DatabaseUrl.parse("jdbc:sqlite:data/guard.db"))
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("data/guard.db")));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("another database", "mysql://u:secret@x/y", "must begin with"),
        argumentSet("no scheme", "secret", "must begin with"),
        argumentSet("no database", "postgres://u:secret@db", "must name a database"),
        argumentSet("empty database", "postgres://u:secret@db/", "must name a database"),
        argumentSet(
            "empty database before options", "postgres://db/?secret", "must name a database"),
        argumentSet("JDBC without database", "jdbc:postgresql://secret/", "must name a database"),
        argumentSet("JDBC with host only", "jdbc:postgresql://secret", "must name a database"),
        argumentSet("JDBC with nothing", "jdbc:postgresql:", "must name a database"),
        argumentSet("no host", "postgres://u:secret@/x", "must name a host"),
        argumentSet("port too large", "postgres://u:secret@db:65536/x", "must have a port"),
        argumentSet("port in words", "postgres://u:p@db:secret/x", "must have a port"),
        argumentSet("open bracket", "postgres://u:secret@[::1/x", "closing bracket"),
        argumentSet("broken encoding", "postgres://u:secret%4@db/x", "percent sign"),
        argumentSet("not UTF-8", "postgres://u:secret%ff@db/x", "not UTF-8"),
        argumentSet(
            "JDBC with a user before the host",
            "jdbc:postgresql://u:secret@db/x",
            "?user=…&password=…"),
        argumentSet("SQLite without file", "jdbc:sqlite:", "must name a plain file"),
        argumentSet("SQLite in memory", "jdbc:sqlite::memory:", "must name a plain file"),
        argumentSet("SQLite with options", "jdbc:sqlite:x?secret", "must name a plain file"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String url, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }
}
