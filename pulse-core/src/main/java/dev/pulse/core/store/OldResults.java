package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the results of version 1, one row each, into blocks. A process that ends on the way goes on
 * where it stopped when the file is opened again.
 */
final class OldResults {
  private static final Logger log = LoggerFactory.getLogger(OldResults.class);

  /** How many blocks one transaction writes. */
  private static final int BATCH = 16;

  private final Database database;
  private final int blockResults;

  OldResults(Database database, Packing packing) {
    this.database = database;
    this.blockResults = packing.blockResults();
  }

  /** Moves all of them, if there are any. */
  void move() {
    var registrations = new ArrayDeque<Long>();
    boolean there =
        database.read(
            "look for results of the old layout",
            session -> {
              var table =
                  session.first(
                      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'result'",
                      row -> true);
              if (table.isPresent()) {
                session.each(
                    "SELECT id FROM registration WHERE EXISTS (SELECT 1 FROM result"
                        + " WHERE registration = registration.id)",
                    row -> registrations.add(row.getLong(1)));
              }
              return table.isPresent();
            });
    if (!there) {
      return;
    }
    if (!registrations.isEmpty()) {
      log.info("Results of an older Pulse are packed; this happens once");
    }
    while (!registrations.isEmpty()) {
      database.write(
          "pack the results of the old layout",
          Durability.NORMAL,
          session -> {
            for (int i = 0; i < BATCH && !registrations.isEmpty(); i++) {
              moveSome(session, registrations);
            }
            return true;
          });
    }
    database.write(
        "remove the old layout", Durability.FULL, session -> session.update("DROP TABLE result"));
  }

  private void moveSome(Session session, ArrayDeque<Long> registrations) throws SQLException {
    long registration = registrations.getFirst();
    var results = new ArrayList<StoredResult>();
    session.each(
        "SELECT run_id, started, status, latency, took, late, attempt, instance, reason, summary,"
            + " shape, numbers, extra FROM result INDEXED BY result_by_run"
            + " WHERE registration = ? ORDER BY run_id LIMIT ?",
        row -> results.add(result(row)),
        registration,
        blockResults);
    if (results.size() < blockResults) {
      registrations.removeFirst();
    }
    if (results.isEmpty()) {
      return;
    }
    var whole = OldValidity.addTo(results);
    for (SealedBlock block : SealedBlock.of(registration, whole, blockResults)) {
      block.insert(session);
    }
    RollUps.ofSealed(session, registration, whole).write(session);
    session.update(
        "DELETE FROM result WHERE registration = ? AND run_id <= ?",
        registration,
        results.get(results.size() - 1).runId);
  }

  private static StoredResult result(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    StatusNumbers.status(status);
    long latency = row.getLong("latency");
    if (row.wasNull()) {
      latency = StoredResult.NO_LATENCY;
    }
    return new StoredResult(
        row.getLong("run_id"),
        row.getLong("started"),
        status,
        latency,
        row.getLong("took"),
        row.getLong("late"),
        row.getInt("attempt"),
        row.getLong("instance"),
        row.getLong("reason"),
        row.getString("summary"),
        row.getLong("shape"),
        Optional.ofNullable(row.getBytes("numbers")).orElse(StoredResult.NO_NUMBERS),
        row.getString("extra"),
        StoredResult.NO_VALIDITY,
        0);
  }
}
