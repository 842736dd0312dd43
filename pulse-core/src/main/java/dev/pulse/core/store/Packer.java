package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals results of the log into blocks, beside the commits: it packs without holding them up, and
 * writes in small transactions between which they get their turn. Whoever removes results does so
 * under the packer's lock. Thread-safe.
 */
final class Packer {
  private static final Logger log = LoggerFactory.getLogger(Packer.class);

  /** How many registrations one transaction seals. */
  private static final int BATCH = 64;

  /** A block that fills its page to here is not merged any more, however few results it has. */
  private static final int FULL_ENOUGH = SealedBlock.FULL * 9 / 10;

  private final Database database;
  private final JournalLog journalLog;
  private final Packing packing;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean closed;
  private boolean failing;

  /** What one tail becomes. */
  private record Sealing(
      Tail.Seen tail, Optional<Long> replaced, List<SealedBlock> blocks, RollUps.Change rollUps) {}

  /** Some work that can fail as the file can. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  /**
   * A packer.
   *
   * @param executor runs what is to be done after a commit, at any time, one after the other
   */
  Packer(Database database, JournalLog journalLog, Packing packing, Executor executor) {
    this.database = database;
    this.journalLog = journalLog;
    this.packing = packing;
    this.executor = executor;
  }

  /** Sees to it that what is due will be sealed; does it at once when it is far behind. */
  void afterCommit() {
    if (journalLog.tails().isFarBehind()) {
      pack();
    } else if (journalLog.tails().isDue() && !closed && asked.compareAndSet(false, true)) {
      ask();
    }
  }

  private void ask() {
    try {
      executor.execute(
          () -> {
            asked.set(false);
            pack();
          });
    } catch (RejectedExecutionException e) {
      // The store is being closed; the log keeps what is not sealed.
      asked.set(false);
    }
  }

  /** Seals what is due. A failure loses nothing: the log still has it, and is packed later. */
  private void pack() {
    try {
      exclusively(
          () -> {
            var due = journalLog.tails().due();
            while (!due.isEmpty() && !closed) {
              seal(due);
              due = journalLog.tails().due();
            }
            if (!closed) {
              journalLog.removeSealedChunks();
            }
          });
      failing = false;
    } catch (RuntimeException e) {
      if (!failing && !closed) {
        log.warn("Results could not be packed; tried again after the next ones", e);
      }
      failing = true;
    }
  }

  /** Does something while nothing is being sealed. */
  void exclusively(Step step) {
    lock.lock();
    try {
      journalLog.requireMirror();
      step.run();
    } catch (SQLException e) {
      throw database.failure("pack results", e);
    } finally {
      lock.unlock();
    }
  }

  /** Seals tails, and sums up their results. */
  void seal(List<Tail.Seen> tails) throws SQLException {
    for (int i = 0; i < tails.size() && !closed; i += BATCH) {
      var some = tails.subList(i, Math.min(i + BATCH, tails.size()));
      var sealings = new ArrayList<Sealing>();
      for (Tail.Seen tail : some) {
        sealings.add(prepare(tail));
      }
      journalLog.change(
          () -> {
            journalLog.tails().sealing(some);
            database.write("seal results", Durability.NORMAL, session -> write(session, sealings));
            journalLog.tails().sealed(some);
            return true;
          });
    }
  }

  private Sealing prepare(Tail.Seen tail) throws SQLException {
    return database.read(
        "read a block",
        session -> {
          var fresh = tail.results();
          var results = new ArrayList<StoredResult>();
          var partial = partial(session, tail.registration(), results);
          results.addAll(fresh);
          return new Sealing(
              tail,
              partial,
              SealedBlock.of(tail.registration(), results, packing.blockResults()),
              // Those of the partial block were summed up when it was sealed.
              RollUps.ofSealed(session, tail.registration(), fresh));
        });
  }

  /** Takes the results of the newest block if it has room; returns its id. */
  private Optional<Long> partial(Session session, long registration, List<StoredResult> results)
      throws SQLException {
    try (var rows =
        session.query(
            "SELECT id, count, length(body), body FROM block INDEXED BY block_by_run"
                + " WHERE registration = ? ORDER BY last_run_id DESC LIMIT 1",
            registration)) {
      if (!rows.next()
          || rows.getInt(2) >= packing.blockResults()
          || rows.getInt(3) > FULL_ENOUGH) {
        return Optional.empty();
      }
      try {
        results.addAll(Block.open(rows.getBytes(4)).results());
      } catch (DamagedException e) {
        // Stays as it is, for whoever reads it to be told; what comes after must not suffer.
        results.clear();
        return Optional.empty();
      }
      return Optional.of(rows.getLong(1));
    }
  }

  private static boolean write(Session session, List<Sealing> sealings) throws SQLException {
    for (Sealing sealing : sealings) {
      if (sealing.replaced.isPresent()) {
        session.update("DELETE FROM block WHERE id = ?", sealing.replaced.get());
      }
      for (SealedBlock block : sealing.blocks) {
        block.insert(session);
      }
      sealing.rollUps.write(session);
      session.update(
          "UPDATE registration SET sealed = ? WHERE id = ?",
          sealing.tail.lastSeq(),
          sealing.tail.registration());
    }
    return true;
  }

  /** Seals no more; waits until what is under way is done. */
  void close() {
    closed = true;
    lock.lock();
    try {
      // Nobody asks any more.
      asked.set(true);
    } finally {
      lock.unlock();
    }
  }
}
