package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** How many blocks with room wait to be merged at most. */
  private static final int MOST_PARTIAL = 16;

  private final Database database;
  private final JournalLog journalLog;
  private final Packing packing;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicBoolean asked = new AtomicBoolean();
  // Registrations of which something is damaged, and somebody was told; guarded by the lock.
  private final Set<Long> damaged = new HashSet<>();
  private volatile boolean closed;
  private boolean failing;

  /** What one tail becomes. */
  private record Sealing(
      Tail.Seen tail, List<Long> replaced, List<SealedBlock> blocks, RollUps.Change rollUps) {}

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
            // What was sealed before a crash can be all there is to do.
            journalLog.removeSealedChunks();
            var due = journalLog.tails().due();
            boolean some = true;
            while (some && !due.isEmpty() && !closed) {
              some = seal(due);
              // Not only at the end: while commits keep coming, there is none.
              journalLog.removeSealedChunks();
              due = journalLog.tails().due();
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

  /**
   * Seals tails, and sums up their results. One that cannot be read does not hold up the others.
   *
   * @return whether any was sealed
   */
  boolean seal(List<Tail.Seen> tails) {
    boolean any = false;
    for (int i = 0; i < tails.size() && !closed; i += BATCH) {
      var some = tails.subList(i, Math.min(i + BATCH, tails.size()));
      var sealings = new ArrayList<Sealing>();
      for (Tail.Seen tail : some) {
        prepare(tail).ifPresent(sealings::add);
      }
      if (sealings.isEmpty()) {
        continue;
      }
      var prepared = sealings.stream().map(Sealing::tail).toList();
      journalLog.change(
          () -> {
            journalLog.tails().sealing(prepared);
            journalLog.write(
                "seal results", Durability.NORMAL, session -> write(session, sealings));
            journalLog.tails().sealed(prepared);
            return true;
          });
      any = true;
    }
    return any;
  }

  private Optional<Sealing> prepare(Tail.Seen tail) {
    return database.read(
        "read a block",
        session -> {
          try {
            return Optional.of(prepare(session, tail));
          } catch (DamagedException e) {
            tell(tail.registration(), List.of(e));
            return Optional.empty();
          }
        });
  }

  private Sealing prepare(Session session, Tail.Seen tail) throws SQLException {
    var fresh = tail.results();
    var results = new ArrayList<StoredResult>();
    var replaced = new ArrayList<Long>();
    takePartial(session, tail.registration(), fresh.size(), replaced, results);
    results.addAll(fresh);
    // Those of the partial blocks were summed up when they were sealed.
    var rollUps = RollUps.ofSealed(session, tail.registration(), fresh);
    tell(tail.registration(), rollUps.damages());
    return new Sealing(
        tail,
        replaced,
        SealedBlock.of(tail.registration(), results, packing.blockResults()),
        rollUps);
  }

  /** Says once that something of a registration is damaged; under the lock. */
  void tell(long registration, List<DamagedException> damages) {
    if (!damages.isEmpty() && damaged.add(registration)) {
      log.warn(
          "The history of a check (registration {} in {}) is damaged: what lies around the damage"
              + " may be missing from its summaries, and reading the damage itself fails",
          registration,
          database.name(),
          damages.get(0));
    }
  }

  /**
   * Takes the results of blocks that have room. All of them when together with what is to be sealed
   * they fill a page, so that each result is packed twice and not with every tail; else those only
   * that are too small to stand by themselves.
   */
  private void takePartial(
      Session session, long registration, int fresh, List<Long> ids, List<StoredResult> results)
      throws SQLException {
    var counts = new ArrayList<Integer>();
    var bodies = new ArrayList<byte[]>();
    long bytes = 0;
    long count = 0;
    try (var rows =
        session.query(
            "SELECT id, count, body FROM block INDEXED BY block_by_run WHERE registration = ?"
                + " ORDER BY last_run_id DESC LIMIT ?",
            registration,
            MOST_PARTIAL)) {
      while (rows.next() && hasRoom(rows.getInt(2), rows.getBytes(3))) {
        ids.add(rows.getLong(1));
        counts.add(rows.getInt(2));
        bodies.add(rows.getBytes(3));
        bytes += rows.getBytes(3).length;
        count += rows.getInt(2);
      }
    }
    boolean full =
        ids.size() == MOST_PARTIAL
            || count + fresh >= packing.blockResults()
            || (count > 0 && bytes + bytes * fresh / count >= SealedBlock.FULL);
    int taken = 0;
    while (taken < ids.size() && (full || counts.get(taken) < packing.results() / 2)) {
      try {
        results.addAll(Block.open(bodies.get(taken)).results());
      } catch (DamagedException e) {
        // Stays as it is, for whoever reads it to be told; what comes after must not suffer.
        tell(registration, List.of(e));
        break;
      }
      taken++;
    }
    ids.subList(taken, ids.size()).clear();
  }

  private boolean hasRoom(int count, byte[] body) {
    return count < packing.blockResults() && body.length <= FULL_ENOUGH;
  }

  private static boolean write(Session session, List<Sealing> sealings) throws SQLException {
    for (Sealing sealing : sealings) {
      for (long id : sealing.replaced) {
        session.update("DELETE FROM block WHERE id = ?", id);
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

  /** Whether there is nothing more to be done. */
  boolean isClosed() {
    return closed;
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
