package dev.pulse.samples.repohealth.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * The connections to the database, and the few things in which SQLite and PostgreSQL differ.
 * Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;
  private static final int SQLITE_READERS = 4;
  private static final int POSTGRES_CONNECTIONS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** SQLite: the one connection that writes. PostgreSQL: the same pool as for reading. */
  private final HikariDataSource writing;

  private final HikariDataSource reading;
  private final Jdbi writer;
  private final Jdbi reader;
  private final Kind kind;

  /** What a database calls things. */
  private enum Kind {
    SQLITE("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"),
    POSTGRES("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA");

    private final String identity;
    private final String bytes;

    Kind(String identity, String bytes) {
      this.identity = identity;
      this.bytes = bytes;
    }
  }

  private Database(HikariDataSource writing, HikariDataSource reading, Kind kind) {
    this.writing = writing;
    this.reading = reading;
    this.writer = Jdbi.create(writing);
    this.reader = writing == reading ? writer : Jdbi.create(reading);
    this.kind = kind;
  }

  /**
   * Connects.
   *
   * @throws StoreException when that is not possible now
   */
  static Database open(DatabaseUrl url) {
    if (url instanceof DatabaseUrl.Sqlite sqlite) {
      return sqlite(sqlite.file());
    }
    return postgres((DatabaseUrl.Postgres) url);
  }

  private static Database sqlite(Path file) {
    readyForPulse(file);
    var writing = pool("repo-health-writer", source(file, TransactionMode.IMMEDIATE), 1);
    try {
      var reading =
          pool("repo-health-reader", source(file, TransactionMode.DEFERRED), SQLITE_READERS);
      return new Database(writing, reading, Kind.SQLITE);
    } catch (RuntimeException e) {
      writing.close();
      throw e;
    }
  }

  /**
   * The file is that of Pulse's store, which takes only a file that it made itself. Whoever comes
   * first lets it do so.
   */
  private static void readyForPulse(Path file) {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    var source = new SQLiteDataSource(config);
    source.setUrl(url(file));
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var tables = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
      if (!tables.next() || tables.getInt(1) > 0) {
        return;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    Stores.sqlite(file).close();
  }

  private static SQLiteDataSource source(Path file, TransactionMode mode) {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(mode);
    var source = new SQLiteDataSource(config);
    source.setUrl(url(file));
    return source;
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }

  private static Database postgres(DatabaseUrl.Postgres url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url.jdbcUrl());
    url.user().ifPresent(config::setUsername);
    url.password().ifPresent(password -> config.setPassword(password.reveal()));
    config.addDataSourceProperty("ApplicationName", "pulse-repo-health");
    var schema = schema(url);
    config.setSchema(schema);
    var pool = pool("repo-health", config, POSTGRES_CONNECTIONS);
    var database = new Database(pool, pool, Kind.POSTGRES);
    try {
      database.requireSchema(schema);
      return database;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * That of Pulse's store, by its name. Servers look for tables first in a schema that is called
   * like the user: for the user {@code pulse} the tables would be somewhere else as soon as the
   * store has made its own.
   */
  private static String schema(DatabaseUrl.Postgres url) {
    try {
      return url.schema();
    } catch (IllegalArgumentException e) {
      throw new StoreException("the address of the database " + e.getMessage(), e);
    }
  }

  /** Who has a schema already need not have the right to create one. */
  private void requireSchema(String schema) {
    writeAlone(
        "schema",
        handle -> {
          boolean there =
              handle
                  .createQuery("SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = :name")
                  .bind("name", schema)
                  .mapTo(Integer.class)
                  .one()
                  .equals(1);
          return there ? 0 : handle.execute("CREATE SCHEMA \"" + schema + "\"");
        });
  }

  private static HikariDataSource pool(String name, SQLiteDataSource source, int connections) {
    var config = new HikariConfig();
    config.setDataSource(source);
    return pool(name, config, connections);
  }

  private static HikariDataSource pool(String name, HikariConfig config, int connections) {
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    // Whoever opens it decides how long it is tried.
    config.setInitializationFailTimeout(1);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      // Its message repeats the URL, which may carry a password.
      throw new StoreException(
          "the address of the database cannot be understood by its driver", null);
    }
  }

  /** Whether it is a server, rather than a file. */
  boolean isServer() {
    return kind == Kind.POSTGRES;
  }

  /** Reads in one snapshot. */
  <T> T read(HandleCallback<T, RuntimeException> work) {
    try {
      return kind == Kind.SQLITE
          ? reader.inTransaction(work)
          : reader.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work);
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  /** Writes all that the work writes, or nothing of it. */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    try {
      return writer.inTransaction(work);
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  /** Writes, and nobody else does the same meanwhile, in whichever process. */
  <T> T writeAlone(String what, HandleCallback<T, RuntimeException> work) {
    return write(
        handle -> {
          if (kind == Kind.POSTGRES) {
            handle
                .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:key)) AS locked")
                .bind("key", key(what))
                .mapTo(Integer.class)
                .one();
          }
          return work.withHandle(handle);
        });
  }

  /** SQL with this database's own words in the place of names in braces. */
  String dialect(String sql) {
    return sql.replace("${identity}", kind.identity).replace("${bytes}", kind.bytes);
  }

  /**
   * A right that one process has at a time, until it gives it back or ends.
   *
   * @return empty when somebody has it
   */
  Optional<ScanLease> lease(String what, Path besides) {
    return kind == Kind.SQLITE ? FileLease.take(besides) : serverLease(what);
  }

  private Optional<ScanLease> serverLease(String what) {
    Handle handle = writer.open();
    boolean taken = false;
    try {
      taken =
          handle
              .createQuery("SELECT pg_try_advisory_lock(:key)")
              .bind("key", key(what))
              .mapTo(Boolean.class)
              .one();
      return taken ? Optional.of(() -> release(handle, what)) : Optional.empty();
    } catch (JdbiException e) {
      throw failure(e);
    } finally {
      if (!taken) {
        handle.close();
      }
    }
  }

  private static void release(Handle handle, String what) {
    try (handle) {
      handle
          .createQuery("SELECT pg_advisory_unlock(:key)")
          .bind("key", key(what))
          .mapTo(Boolean.class)
          .one();
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  private static long key(String what) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(("pulse repo-health " + what).getBytes(StandardCharsets.UTF_8));
      return java.nio.ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static StoreException failure(Exception e) {
    Throwable deepest = e;
    for (int depth = 0; depth < 20 && deepest.getCause() != null; depth++) {
      deepest = deepest.getCause();
    }
    return new StoreException(
        "the tables of repository health cannot be used: " + deepest.getMessage(), e);
  }

  @Override
  public void close() {
    writing.close();
    reading.close();
  }
}
