package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;

/** Remembers in one SQLite file. Thread-safe. */
final class SqliteStore implements Store {
  /** How many results one transaction removes, so that commits do not wait long. */
  private static final int CHUNK = 1_000;

  private final FileLease lease;
  private final Database database;
  private final Journal journal;
  private final Incidents incidents;

  private SqliteStore(FileLease lease, Database database) {
    this.lease = lease;
    this.database = database;
    this.journal = new SqliteJournal(database);
    this.incidents = new SqliteIncidents(database);
  }

  static Store open(Path path) {
    var file = realPath(path);
    loadLibrary();
    var lease = FileLease.take(file);
    try {
      if (Files.exists(file)) {
        Schema.check(file);
      }
      var database = new Database(file);
      try {
        Schema.migrate(database);
        return new SqliteStore(lease, database);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** One name for one file, whatever links lead to it. */
  private static Path realPath(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new StoreException(path + " is not on the default file system", null);
    }
    var file = path.toAbsolutePath().normalize();
    var name = file.getFileName();
    var folder = file.getParent();
    if (name == null || folder == null || Files.isDirectory(file)) {
      throw new StoreException(file + " is a directory, but must be a file", null);
    }
    if (!Files.isDirectory(folder)) {
      throw new StoreException(
          "cannot create " + file + ": the folder " + folder + " does not exist", null);
    }
    try {
      return Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(name);
    } catch (IOException e) {
      throw new StoreException("cannot find " + file, e);
    }
  }

  private static void loadLibrary() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded: it is unpacked into "
              + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
              + ", which must exist, be writable and be allowed to hold code (no noexec);"
              + " -Dorg.sqlite.tmpdir=… names another directory",
          e);
    }
  }

  @Override
  public void commit(Commit commit) {
    database.write(
        "write a commit",
        commit.incidents().isEmpty() ? Durability.NORMAL : Durability.FULL,
        session -> {
          new CommitWriter(session).write(commit);
          return true;
        });
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Incidents incidents() {
    return incidents;
  }

  @Override
  public Optional<byte[]> ruleState(String check) {
    requireNonNull(check, "check");
    return database.read(
        "read a rule state",
        session ->
            session.first(
                "SELECT state FROM rule_state"
                    + " WHERE registration = (SELECT id FROM registration WHERE name = ?)",
                row -> row.getBytes(1),
                check));
  }

  @Override
  public Documents<String> documents(String collection) {
    return new SqliteDocuments(database, DocumentNames.requireCollection(collection));
  }

  @Override
  public long lastId() {
    return database.read(
        "read the last id",
        session ->
            session
                .first("SELECT last_id FROM high_water", row -> row.getLong(1))
                .orElseThrow(() -> new DamagedException("the last id")));
  }

  @Override
  public void prune(Instant before) {
    long end = Window.millisFrom(before);
    var registrations =
        new ArrayDeque<Long>(
            database.read(
                "find old results",
                session -> {
                  var ids = new ArrayList<Long>();
                  session.each(
                      "SELECT id FROM registration WHERE EXISTS (SELECT 1 FROM result INDEXED BY"
                          + " result_by_time WHERE registration = registration.id AND started < ?)",
                      row -> ids.add(row.getLong(1)),
                      end);
                  return ids;
                }));
    while (!registrations.isEmpty()) {
      database.write(
          "remove old results",
          Durability.NORMAL,
          session -> {
            removeChunk(session, registrations, end);
            return true;
          });
    }
    database.write(
        "remove old texts",
        Durability.NORMAL,
        session -> {
          session.ids().removeTermsUsedBefore(end);
          return true;
        });
  }

  /** Removes one chunk; takes the registrations that are done from the queue. */
  private static void removeChunk(Session session, ArrayDeque<Long> registrations, long end)
      throws SQLException {
    int left = CHUNK;
    while (left > 0 && !registrations.isEmpty()) {
      int removed =
          session.update(
              "DELETE FROM result WHERE run_id IN (SELECT run_id FROM result INDEXED BY"
                  + " result_by_time WHERE registration = ? AND started < ? LIMIT ?)",
              registrations.getFirst(),
              end,
              left);
      if (removed < left) {
        registrations.removeFirst();
      }
      left -= removed;
    }
  }

  @Override
  public void forget(String check) {
    requireNonNull(check, "check");
    boolean more = true;
    while (more) {
      more =
          database.write(
              "forget a registration", Durability.FULL, session -> forgetChunk(session, check));
    }
  }

  /** Removes one chunk, and with the last one the rest; tells whether there is more. */
  private static boolean forgetChunk(Session session, String check) throws SQLException {
    var registration =
        session.first("SELECT id FROM registration WHERE name = ?", row -> row.getLong(1), check);
    if (registration.isEmpty()) {
      return false;
    }
    long id = registration.get();
    int removed =
        session.update(
            "DELETE FROM result WHERE run_id IN (SELECT run_id FROM result INDEXED BY"
                + " result_by_time WHERE registration = ? LIMIT ?)",
            id,
            CHUNK);
    if (removed == CHUNK) {
      return true;
    }
    session.update("DELETE FROM incident WHERE registration = ?", id);
    session.update("DELETE FROM rule_state WHERE registration = ?", id);
    session.ids().removeRegistration(check);
    return false;
  }

  @Override
  public void ping() {
    database.read("ask", session -> session.first("SELECT 1 FROM high_water", row -> true));
  }

  @Override
  public void close() {
    try {
      database.close();
    } finally {
      lease.close();
    }
  }
}
