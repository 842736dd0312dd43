package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteJDBCLoader;

/** Remembers in one SQLite file. Thread-safe. */
final class SqliteStore implements Store {
  private final FileLease lease;
  private final Database database;
  private final ExecutorService executor;
  private final JournalLog log;
  private final Packer packer;
  private final Pruning pruning;
  private final Journal journal;
  private final Incidents incidents;

  private SqliteStore(
      FileLease lease, Database database, Packing packing, ExecutorService executor) {
    this.lease = lease;
    this.database = database;
    this.executor = executor;
    this.log = new JournalLog(database, packing);
    this.packer = new Packer(database, log, packing, executor);
    this.pruning = new Pruning(database, log, packer, packing);
    this.journal = new SqliteJournal(database, log, packing.fewResults());
    this.incidents = new SqliteIncidents(database);
    // Whatever ended the process before may have left much to pack.
    this.packer.afterCommit();
  }

  static Store open(Path path) {
    return open(path, Packing.DEFAULT, packers());
  }

  /** One thread, which is there while there is something to pack. */
  private static ExecutorService packers() {
    return new ThreadPoolExecutor(
        0,
        1,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          var thread = new Thread(task, "pulse-journal");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Opens a file.
   *
   * @param executor packs after commits; is shut down with the store
   */
  static SqliteStore open(Path path, Packing packing, ExecutorService executor) {
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
        new OldDays(database).sumUp();
        new OldBlocks(database).sumUp();
        new OldResults(database, packing).move();
        return new SqliteStore(lease, database, packing, executor);
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
    DocumentNames.requireSound(commit.documents());
    log.commit(commit);
    packer.afterCommit();
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
  public void prune(Retention retention, Instant now) {
    pruning.prune(requireNonNull(retention, "retention"), now);
  }

  @Override
  public void forget(String check) {
    pruning.forget(requireNonNull(check, "check"));
  }

  @Override
  public void ping() {
    database.read("ask", session -> session.first("SELECT 1 FROM high_water", row -> true));
  }

  @Override
  public void close() {
    packer.close();
    executor.shutdown();
    try {
      database.close();
    } finally {
      lease.close();
    }
  }
}
