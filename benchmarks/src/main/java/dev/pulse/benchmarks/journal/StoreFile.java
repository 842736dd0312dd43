package dev.pulse.benchmarks.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** A file of SQLite, looked at from outside while nobody has it open. */
final class StoreFile {
  private StoreFile() {}

  /** The bytes in use: all pages but those that wait to be used again. */
  static long bytesInUse(Path file) throws SQLException {
    try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
      number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      long pages =
          number(connection, "PRAGMA page_count") - number(connection, "PRAGMA freelist_count");
      return pages * number(connection, "PRAGMA page_size");
    }
  }

  /** The bytes of one table, without its indexes. */
  static long bytesOf(Path file, String table) throws SQLException {
    try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
      return number(connection, "SELECT sum(pgsize) FROM dbstat WHERE name = '" + table + "'");
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException(sql + " says nothing");
      }
      return rows.getLong(1);
    }
  }

  /** Removes a file and what lies beside it. */
  static void delete(Path file) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm", ".lock"}) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }

  /** Removes a folder of files. */
  static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
