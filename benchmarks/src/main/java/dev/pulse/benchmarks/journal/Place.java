package dev.pulse.benchmarks.journal;

import dev.pulse.api.config.Secret;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.fakes.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Where results go, and bare rows beside them. */
interface Place {
  /** A store in which there is nothing. */
  Store store();

  /** For bare rows, which are as durable as results are in the store. */
  Connection bare() throws SQLException;

  /** Removes what either of them left. */
  void clear() throws IOException;

  /** Files in a folder. */
  static Place sqlite(Path folder) {
    return new Place() {
      @Override
      public Store store() {
        return Stores.sqlite(folder.resolve("pulse.db"));
      }

      @Override
      public Connection bare() throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        var connection = config.createConnection("jdbc:sqlite:" + folder.resolve("raw.db"));
        try (var statement = connection.createStatement()) {
          statement.execute("PRAGMA wal_autocheckpoint = 4000");
        }
        return connection;
      }

      @Override
      public void clear() throws IOException {
        StoreFile.delete(folder.resolve("pulse.db"));
        StoreFile.delete(folder.resolve("raw.db"));
      }
    };
  }

  /** Schemas of a database on a server. */
  static Place postgresql(PostgresServer server) {
    var database = server.newDatabase();
    var url = server.jdbcUrl(database);
    return new Place() {
      @Override
      public Store store() {
        return Stores.postgresql(url, server.user(), Secret.of(server.password()));
      }

      @Override
      public Connection bare() throws SQLException {
        var connection = DriverManager.getConnection(url, server.user(), server.password());
        try (var statement = connection.createStatement()) {
          statement.execute("SET synchronous_commit = off");
        }
        return connection;
      }

      @Override
      public void clear() {
        server.psql(database, "DROP SCHEMA IF EXISTS pulse CASCADE; DROP TABLE IF EXISTS result");
      }
    };
  }
}
