package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Remembers in the tables of a {@link Database}. Thread-safe. */
final class SqlStore implements Store {
  private final Database database;
  private final ExecutorService executor;
  private final JournalLog log;
  private final Packer packer;
  private final Pruning pruning;
  private final Journal journal;
  private final Incidents incidents;
  private final Runnable released;

  /**
   * A store in tables of the newest layout.
   *
   * @param executor packs after commits; is shut down with the store
   * @param released done when the database is closed
   */
  SqlStore(Database database, Packing packing, ExecutorService executor, Runnable released) {
    this.released = released;
    this.database = database;
    this.executor = executor;
    this.log = new JournalLog(database, packing);
    this.packer = new Packer(database, log, packing, executor);
    this.pruning = new Pruning(database, log, packer, packing);
    this.journal = new SqlJournal(database, log, packing.fewResults());
    this.incidents = new SqlIncidents(database);
    // Whatever ended the process before may have left much to pack.
    this.packer.afterCommit();
  }

  /** One thread, which is there while there is something to pack. */
  static ExecutorService packers() {
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
    return new SqlDocuments(database, DocumentNames.requireCollection(collection));
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
      released.run();
    }
  }
}
