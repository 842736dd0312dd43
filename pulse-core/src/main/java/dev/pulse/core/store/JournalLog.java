package dev.pulse.core.store;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.core.store.Database.Durability;
import dev.pulse.core.store.Database.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of results in the file, and the tails in memory that mirror it. Everything that changes
 * both does so in one order, under one lock; where it is in doubt whether a transaction came
 * through, the tails are read anew before anybody relies on them. Thread-safe.
 */
final class JournalLog {
  private static final Logger log = LoggerFactory.getLogger(JournalLog.class);

  private final Database database;
  private final Tails tails;
  // Fair: packing takes it again and again, and commits must get their turn in between.
  private final ReentrantLock order = new ReentrantLock(true);
  private volatile boolean doubtful;
  private volatile long mirrored;

  JournalLog(Database database, Packing packing) {
    this.database = database;
    this.tails = new Tails(packing);
    load();
  }

  Tails tails() {
    return tails;
  }

  void commit(Commit commit) {
    change(
        () -> {
          var chunk =
              write(
                  "write a commit",
                  durabilityOf(commit),
                  session -> new CommitWriter(session, tails).write(commit));
          chunk.ifPresent(this::mirror);
          return true;
        });
  }

  /** Somebody may be told of incidents and documents as soon as this one returns. */
  static Durability durabilityOf(Commit commit) {
    return commit.incidents().isEmpty() && commit.documents().isEmpty()
        ? Durability.NORMAL
        : Durability.FULL;
  }

  private void mirror(LogChunk chunk) {
    try {
      tails.add(chunk);
    } catch (SQLException e) {
      throw new IllegalStateException("the log does not read what it wrote", e);
    }
  }

  /**
   * Changes the file and then the tails. A failure leaves open which of both came through, unless
   * it is a conflict.
   */
  <T> T change(Supplier<T> work) {
    order.lock();
    boolean whole = false;
    try {
      database.hold();
      requireMirror();
      T result = work.get();
      whole = true;
      return result;
    } catch (ConflictException e) {
      whole = true;
      throw e;
    } finally {
      if (!whole) {
        doubtful = true;
      }
      order.unlock();
    }
  }

  /**
   * Writes a part of a {@link #change}; refuses when somebody else may have written since the tails
   * were read.
   */
  <T> T write(String what, Durability wanted, Work<T> work) {
    return database.write(
        what,
        wanted,
        session -> {
          if (session.lease() != mirrored) {
            throw new SQLException("the connection was lost and is a new one: try again");
          }
          return work.run(session);
        });
  }

  /** Reads the tails anew if they may not be what the log says. */
  void requireMirror() {
    if (!isInDoubt()) {
      return;
    }
    order.lock();
    try {
      if (isInDoubt()) {
        load();
        doubtful = false;
      }
    } finally {
      order.unlock();
    }
  }

  private boolean isInDoubt() {
    return doubtful || mirrored != database.lease();
  }

  private void load() {
    // If it changes while the log is read, what was read is in doubt again.
    long lease = database.lease();
    tails.clear();
    var damaged = new ArrayList<LogChunk>();
    database.read(
        "read the log of results",
        session -> {
          var sealed = sealed(session);
          session.each(
              "SELECT seq, first_run_id, last_run_id, body FROM log ORDER BY seq",
              row -> {
                var chunk =
                    LogChunk.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4));
                if (isWhole(chunk)) {
                  // What was forgotten has no registration any more.
                  tails.add(chunk, id -> sealed.getOrDefault(id, Long.MAX_VALUE));
                } else {
                  tails.lastSeq(chunk.seq());
                  damaged.add(chunk);
                }
              });
          sealed.values().forEach(tails::lastSeq);
          return true;
        });
    if (!damaged.isEmpty()) {
      setAside(damaged);
    }
    mirrored = lease;
  }

  private static boolean isWhole(LogChunk chunk) {
    try {
      chunk.requireWhole();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Keeps what cannot be read for whoever can make something of it, and goes on without it. */
  private void setAside(List<LogChunk> damaged) {
    database.write(
        "set aside what is damaged of the log",
        Durability.FULL,
        session -> {
          session.createDamagedLog();
          for (LogChunk chunk : damaged) {
            session.update(
                "INSERT INTO log_damaged (seq, first_run_id, last_run_id, body)"
                    + " SELECT seq, first_run_id, last_run_id, body FROM log WHERE seq = ?",
                chunk.seq());
            session.update("DELETE FROM log WHERE seq = ?", chunk.seq());
          }
          return true;
        });
    for (LogChunk chunk : damaged) {
      log.error(
          "A commit in the log of {} is damaged: results with run ids from {} to {} are lost, at"
              + " least {}, unless they were packed before. It is kept in the table log_damaged",
          database.name(),
          chunk.firstRunId(),
          chunk.lastRunId(),
          chunk.count());
    }
  }

  private static Map<Long, Long> sealed(Session session) throws SQLException {
    var sealed = new HashMap<Long, Long>();
    session.each(
        "SELECT id, sealed FROM registration", row -> sealed.put(row.getLong(1), row.getLong(2)));
    return sealed;
  }

  /** Removes chunks that are sealed as a whole, a few at a time. */
  void removeSealedChunks() {
    boolean more = true;
    while (more) {
      more = change(this::removeSomeChunks);
    }
  }

  private boolean removeSomeChunks() {
    long needed = tails.firstSeqNeeded();
    if (!tails.hasChunkBefore(needed)) {
      return false;
    }
    long before = tails.chunkAfter(64, needed);
    write(
        "remove what is sealed from the log",
        Durability.NORMAL,
        session -> session.update("DELETE FROM log WHERE seq < ?", before));
    tails.removeChunksBefore(before);
    return true;
  }

  /** What a reader sees of one registration: its id and tail, at one moment. */
  Tails.Snapshot<Optional<Tails.Sealed>> snapshot(Session session, String check)
      throws SQLException {
    return tails.of(
        () ->
            session.first(
                "SELECT id, sealed FROM registration WHERE name = ?",
                row -> new Tails.Sealed(row.getLong(1), row.getLong(2)),
                check));
  }
}
