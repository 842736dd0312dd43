package dev.pulse.samples.repohealth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// row 25
class PostgresHealthTablesTest extends HealthTablesContract {
  private String database;

  @BeforeAll
  static void requirePostgres() {
    assumeThat(PostgresServer.isInstalled()).isTrue();
  }

  @Override
  DatabaseUrl create() {
    database = PostgresServer.shared().newDatabase();
    return url(database);
  }

  private static DatabaseUrl url(String database) {
    return DatabaseUrl.parse(PostgresServer.shared().databaseUrl(database));
  }

  @Override
  Connection connect() throws SQLException {
    var server = PostgresServer.shared();
    return DriverManager.getConnection(
        server.jdbcUrl(database) + "?currentSchema=pulse", server.user(), server.password());
  }

  // row 25
  @ParameterizedTest(name = "with options \"{0}\"")
  @DisplayName("Row 25: a restart finds the tables, also when Pulse's store came in between")
  @ValueSource(strings = {"", "?currentSchema=other"})
  void theTablesAreWherePulseIsWhateverTheUserIsCalled(String options) {
    var name = PostgresServer.shared().newDatabase();
    var address = DatabaseUrl.parse(PostgresServer.shared().databaseUrl(name) + options);
    long scan;
    try (var tables = HealthTables.open(address, "acme")) {
      scan = tables.scans().beginAlone(Instant.EPOCH).id();
      address.open().close();
      assertThat(tables.scans().find(scan)).isPresent();
    }

    try (var tables = HealthTables.open(address, "acme")) {
      assertThat(tables.scans().find(scan)).isPresent();
    }
    assertThat(
            PostgresServer.shared()
                .psql(
                    name, "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'rh_%'"))
        .isEqualTo(options.isEmpty() ? "pulse\n" : "other\n");
  }

  @Nested
  class Cache extends CacheContract {
    @Override
    DatabaseUrl database() {
      return url(PostgresServer.shared().newDatabase());
    }
  }
}
