package dev.pulse.samples.repohealth.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

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
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }

  @Nested
  class Cache extends CacheContract {
    @Override
    DatabaseUrl database() {
      return url(PostgresServer.shared().newDatabase());
    }
  }
}
