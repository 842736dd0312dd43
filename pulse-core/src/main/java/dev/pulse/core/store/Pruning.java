package dev.pulse.core.store;

import dev.pulse.api.store.Retention;
import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Removes old results, and everything of one registration, in small transactions. */
final class Pruning {
  /** How many blocks one transaction removes, so that commits do not wait long. */
  private static final int CHUNK = 64;

  /** How many rows of summaries one transaction removes. */
  private static final int ROWS = 1_024;

  private final Database database;
  private final JournalLog log;
  private final Packer packer;
  private final Packing packing;

  /** What is to be done about some blocks. */
  private record Removal(List<Long> blocks, List<SealedBlock> left, RollUps.Change minutes) {}

  Pruning(Database database, JournalLog log, Packer packer, Packing packing) {
    this.database = database;
    this.log = log;
    this.packer = packer;
    this.packing = packing;
  }

  /** Removes what is not kept any more, and the texts that nothing can use then. */
  void prune(Retention retention, Instant now) {
    long end = before(retention.results(), now);
    // An hour can be divided by all of its minutes and single results only, and a day by all hours.
    long minutes = Tier.HOUR.startOf(before(retention.minutes(), now));
    long hours = Tier.DAY.startOf(before(retention.hours(), now));
    var registrations = new ArrayList<Long>();
    packer.exclusively(
        () -> {
          packer.seal(log.tails().startedBefore(end));
          log.removeSealedChunks();
          registrations.addAll(registrations(end));
          notice(registrations, end);
        });
    for (long registration : registrations) {
      removeAll(registration, end, minutes);
    }
    packer.exclusively(
        () -> {
          removeRows(Tier.MINUTE, minutes);
          removeRows(Tier.HOUR, hours);
          removeDays(before(retention.days(), now));
        });
    database.write(
        "remove old texts",
        Durability.NORMAL,
        session -> {
          session.ids().removeTermsUsedBefore(end);
          return true;
        });
  }

  /** In steps between which the packer gets its turn, and after which closing has not to wait. */
  private void removeAll(long registration, long end, long minutes) {
    var until = new long[] {Long.MIN_VALUE};
    while (until[0] < end && !packer.isClosed()) {
      packer.exclusively(() -> until[0] = removeSome(registration, end, minutes));
    }
  }

  private static long before(Duration kept, Instant now) {
    return Boundaries.millisFrom(Retention.before(kept, now));
  }

  /**
   * From now on nobody may take what is left of older results for all there was: up to the newest
   * that can be removed, not up to the end, which a clock that is ahead may put into the future.
   */
  private void notice(List<Long> registrations, long end) {
    database.write(
        "remove old results",
        Durability.NORMAL,
        session -> {
          long kept = Long.MIN_VALUE;
          for (long registration : registrations) {
            kept = Math.max(kept, Math.min(end - 1, newest(session, registration)) + 1);
          }
          return session.update("UPDATE kept SET results = ? WHERE results < ?", kept, kept);
        });
  }

  private static long newest(Session session, long registration) throws SQLException {
    return session
        .first(
            "SELECT last_started FROM block INDEXED BY block_by_time WHERE registration = ?"
                + " ORDER BY last_started DESC LIMIT 1",
            row -> row.getLong(1),
            registration)
        .orElse(Long.MIN_VALUE);
  }

  private List<Long> registrations(long end) {
    return database.read(
        "find old results",
        session -> {
          var ids = new ArrayList<Long>();
          session.each(
              "SELECT id FROM registration WHERE EXISTS (SELECT 1 FROM block INDEXED BY"
                  + " block_by_time WHERE registration = registration.id AND first_started < ?)",
              row -> ids.add(row.getLong(1)),
              end);
          return ids;
        });
  }

  /**
   * Removes results up to some time, and sums them up by minute in the same transaction. All at
   * once that lie before the end of an hour, however they are spread over blocks: minutes are not
   * torn.
   *
   * @return up to when
   */
  private long removeSome(long registration, long end, long minutes) {
    long until = database.read("find old results", session -> step(session, registration, end));
    var removal =
        database.read(
            "find old results", session -> removal(session, registration, until, minutes));
    database.write(
        "remove old results",
        Durability.NORMAL,
        session -> {
          for (long id : removal.blocks) {
            session.update("DELETE FROM block WHERE id = ?", id);
            session.update("DELETE FROM unrolled WHERE block = ?", id);
          }
          for (SealedBlock block : removal.left) {
            block.insert(session);
          }
          removal.minutes.write(session);
          return true;
        });
    return until;
  }

  private static long step(Session session, long registration, long end) throws SQLException {
    return session
        .first(
            "SELECT last_started FROM block INDEXED BY block_by_time WHERE registration = ?"
                + " AND first_started < ? ORDER BY last_started LIMIT 1 OFFSET ?",
            row -> Math.min(end, Tier.HOUR.endOf(row.getLong(1))),
            registration,
            end,
            CHUNK)
        .orElse(end);
  }

  private Removal removal(Session session, long registration, long end, long minutes)
      throws SQLException {
    var blocks = new ArrayList<Long>();
    var left = new ArrayList<SealedBlock>();
    var removed = new ArrayList<StoredResult>();
    session.each(
        "SELECT id, last_started, body FROM block INDEXED BY block_by_time"
            + " WHERE registration = ? AND first_started < ?",
        row -> {
          blocks.add(row.getLong(1));
          boolean whole = row.getLong(2) < end;
          if (whole && row.getLong(2) < minutes) {
            return;
          }
          var kept = new ArrayList<StoredResult>();
          try {
            for (StoredResult result : Block.open(row.getBytes(3)).results()) {
              (result.started < end ? removed : kept).add(result);
            }
          } catch (DamagedException e) {
            packer.tell(registration, List.of(e));
            if (!whole) {
              // Stays for whoever reads it to be told; goes when all of it is old.
              blocks.remove(blocks.size() - 1);
            }
          }
          if (!kept.isEmpty()) {
            left.addAll(SealedBlock.of(registration, kept, packing.blockResults()));
          }
        },
        registration,
        end);
    removed.removeIf(result -> result.started < minutes);
    var rollUps = RollUps.ofRemoved(session, registration, removed);
    packer.tell(registration, rollUps.damages());
    return new Removal(blocks, left, rollUps);
  }

  /** Months go before the first of their days, so that none of them sums up what is gone. */
  private void removeDays(long end) {
    if (end == Long.MIN_VALUE) {
      return;
    }
    long first = Tier.DAY.startOf(end);
    removeRows(Tier.MONTH, Tier.MONTH.startOf(end) == first ? first : Tier.MONTH.endOf(end));
    removeRows(Tier.DAY, end);
  }

  /** Removes summaries of which all time lies before a moment. */
  private void removeRows(Tier tier, long end) {
    if (end == Long.MIN_VALUE) {
      return;
    }
    var registrations =
        database.read(
            "find old summaries",
            session -> {
              var ids = new ArrayList<Long>();
              session.each(
                  "SELECT id FROM registration WHERE EXISTS (SELECT 1 FROM rollup"
                      + " WHERE registration = registration.id AND tier = ? AND span < ?)",
                  row -> ids.add(row.getLong(1)),
                  tier.number,
                  tier.rowOf(end));
              return ids;
            });
    for (long registration : registrations) {
      int removed = ROWS;
      while (removed == ROWS) {
        removed =
            database.write(
                "remove old summaries",
                Durability.NORMAL,
                session ->
                    session.update(
                        "DELETE FROM rollup WHERE id IN (SELECT id FROM rollup"
                            + " WHERE registration = ? AND tier = ? AND span < ? LIMIT ?)",
                        registration,
                        tier.number,
                        tier.rowOf(end),
                        ROWS));
      }
    }
  }

  /** Removes everything of a registration. */
  void forget(String check) {
    packer.exclusively(
        () -> {
          boolean more = true;
          while (more) {
            more = log.change(() -> forgetChunk(check));
          }
        });
  }

  /** Removes one chunk, and with the last one the rest; tells whether there is more. */
  private boolean forgetChunk(String check) {
    var forgotten = new ArrayList<Long>();
    boolean more =
        log.write(
            "forget a registration",
            Durability.FULL,
            session -> {
              forgotten.clear();
              var registration =
                  session.first(
                      "SELECT id FROM registration WHERE name = ?", row -> row.getLong(1), check);
              if (registration.isEmpty()) {
                return false;
              }
              forgotten.add(registration.get());
              return removeAll(session, check, registration.get());
            });
    if (!more) {
      forgotten.forEach(log.tails()::forget);
    }
    return more;
  }

  private static boolean removeAll(Session session, String check, long registration)
      throws SQLException {
    // Coarse ones first, and all of them before the results: while a forget is under way, or was
    // cut short, summaries must not count
    // what is not there any more.
    int removed =
        session.update(
            "DELETE FROM rollup WHERE id IN (SELECT id FROM rollup WHERE registration = ?"
                + " ORDER BY tier DESC LIMIT ?)",
            registration,
            ROWS);
    if (removed == ROWS) {
      return true;
    }
    session.update(
        "DELETE FROM unrolled WHERE EXISTS (SELECT 1 FROM block WHERE id = unrolled.block"
            + " AND registration = ?)",
        registration);
    removed =
        session.update(
            "DELETE FROM block WHERE id IN (SELECT id FROM block INDEXED BY block_by_time"
                + " WHERE registration = ? LIMIT ?)",
            registration,
            CHUNK);
    if (removed == CHUNK) {
      return true;
    }
    session.update("DELETE FROM series WHERE registration = ?", registration);
    session.update("DELETE FROM unjoined WHERE registration = ?", registration);
    session.update("DELETE FROM incident WHERE registration = ?", registration);
    session.update("DELETE FROM rule_state WHERE registration = ?", registration);
    session.ids().removeRegistration(check);
    return false;
  }
}
