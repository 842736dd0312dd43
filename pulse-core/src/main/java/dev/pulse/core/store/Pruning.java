package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Removes old results, and everything of one registration, in small transactions. */
final class Pruning {
  /** How many blocks one transaction removes, so that commits do not wait long. */
  private static final int CHUNK = 256;

  /** How many blocks one transaction writes anew without their old results. */
  private static final int REWRITTEN = 32;

  private final Database database;
  private final JournalLog log;
  private final Packer packer;
  private final Packing packing;

  Pruning(Database database, JournalLog log, Packer packer, Packing packing) {
    this.database = database;
    this.log = log;
    this.packer = packer;
    this.packing = packing;
  }

  /** Removes what began before a time, and the texts that nothing can use any more. */
  void prune(long end) {
    packer.exclusively(
        () -> {
          packer.seal(log.tails().startedBefore(end));
          log.removeSealedChunks();
          var registrations =
              ids(
                  "SELECT id FROM registration WHERE EXISTS (SELECT 1 FROM block INDEXED BY"
                      + " block_by_time WHERE registration = registration.id AND first_started < ?)",
                  end);
          for (long registration : registrations) {
            removeWhole(registration, end);
            rewrite(registration, end);
          }
        });
    database.write(
        "remove old texts",
        Durability.NORMAL,
        session -> {
          session.ids().removeTermsUsedBefore(end);
          return true;
        });
  }

  private List<Long> ids(String sql, Object... values) {
    return database.read(
        "find old results",
        session -> {
          var ids = new ArrayList<Long>();
          session.each(sql, row -> ids.add(row.getLong(1)), values);
          return ids;
        });
  }

  private void removeWhole(long registration, long end) {
    int removed = CHUNK;
    while (removed == CHUNK) {
      removed =
          database.write(
              "remove old results",
              Durability.NORMAL,
              session ->
                  session.update(
                      "DELETE FROM block WHERE id IN (SELECT id FROM block INDEXED BY"
                          + " block_by_time WHERE registration = ? AND last_started < ? LIMIT ?)",
                      registration,
                      end,
                      CHUNK));
    }
  }

  private void rewrite(long registration, long end) {
    var ids =
        ids(
            "SELECT id FROM block INDEXED BY block_by_time"
                + " WHERE registration = ? AND last_started >= ? AND first_started < ?",
            registration,
            end,
            end);
    for (int i = 0; i < ids.size(); i += REWRITTEN) {
      var some = ids.subList(i, Math.min(i + REWRITTEN, ids.size()));
      database.write(
          "remove old results",
          Durability.NORMAL,
          session -> {
            for (long id : some) {
              rewrite(session, registration, id, end);
            }
            return true;
          });
    }
  }

  private void rewrite(Session session, long registration, long id, long end) throws SQLException {
    var left = new ArrayList<StoredResult>();
    try {
      byte[] body =
          session
              .first("SELECT body FROM block WHERE id = ?", row -> row.getBytes(1), id)
              .orElseThrow(() -> new DamagedException("a block of results"));
      for (StoredResult result : Block.open(body).results()) {
        if (result.started >= end) {
          left.add(result);
        }
      }
    } catch (DamagedException e) {
      // Goes when its last result is old enough; the others must not stay because of it.
      return;
    }
    session.update("DELETE FROM block WHERE id = ?", id);
    for (SealedBlock block : SealedBlock.of(registration, left, packing.blockResults())) {
      block.insert(session);
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
        database.write(
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
    int removed =
        session.update(
            "DELETE FROM block WHERE id IN (SELECT id FROM block INDEXED BY block_by_time"
                + " WHERE registration = ? LIMIT ?)",
            registration,
            CHUNK);
    if (removed == CHUNK) {
      return true;
    }
    session.update("DELETE FROM rollup WHERE registration = ?", registration);
    session.update("DELETE FROM series WHERE registration = ?", registration);
    session.update("DELETE FROM incident WHERE registration = ?", registration);
    session.update("DELETE FROM rule_state WHERE registration = ?", registration);
    session.ids().removeRegistration(check);
    return false;
  }
}
