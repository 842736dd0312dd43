package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @BeforeAll
  static void requirePostgres() {
    assumeThat(PostgresServer.isInstalled()).isTrue();
  }

  @Test
  void whatWasWrittenOutlivesAStopAndThePortStays() {
    try (var server = PostgresServer.start()) {
      int port = server.port();
      var database = server.newDatabase();
      server.psql(database, "CREATE TABLE t (a text); INSERT INTO t VALUES ('b'), ('A'), ('a')");

      server.stop();
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> server.psql(database, "SELECT 1"));
      server.resume();

      assertThat(server.port()).isEqualTo(port);
      assertThat(server.jdbcUrl(database))
          .isEqualTo("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
      assertThat(server.psql(database, "SELECT a FROM t ORDER BY a")).isEqualTo("a\nA\nb\n");
    }
  }

  @Test
  void eachDatabaseIsEmpty() {
    var server = PostgresServer.shared();
    var one = server.newDatabase();
    var other = server.newDatabase();
    server.psql(one, "CREATE TABLE t (a text)");

    assertThat(server.psql(other, "SELECT to_regclass('t') IS NULL, 'é€🦆'")).isEqualTo("t|é€🦆\n");
    assertThat(PostgresServer.shared()).isSameAs(server);
  }
}
