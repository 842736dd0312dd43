package dev.pulse.samples.repohealth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHealthTablesTest extends HealthTablesContract {
  @TempDir private Path folder;

  @Override
  DatabaseUrl create() {
    return new DatabaseUrl.Sqlite(folder.resolve("pulse.db"));
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pulse.db"));
  }

  @Test
  void thePulseOfTheServiceUsesTheSameFile() {
    var url = new DatabaseUrl.Sqlite(folder.resolve("shared.db"));
    try (var first = HealthTables.open(url, "acme");
        var store = Stores.sqlite(url.file());
        var second = HealthTables.open(url, "acme")) {
      assertThat(store).isNotNull();
      assertThat(first.repositories().listed()).isEqualTo(second.repositories().listed());
    }
  }

  @Nested
  class Cache extends CacheContract {
    @Override
    DatabaseUrl database() {
      return new DatabaseUrl.Sqlite(folder.resolve("cache.db"));
    }
  }
}
