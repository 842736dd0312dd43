package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up the days that were there before months were made with them. A process that ends on the
 * way goes on where it stopped when the file is opened again.
 */
final class OldDays {
  private static final Logger log = LoggerFactory.getLogger(OldDays.class);

  /** How many months one transaction makes. */
  private static final int BATCH = 64;

  private final Database database;

  /** A month to make. */
  private record Old(long registration, long span) {}

  OldDays(Database database) {
    this.database = database;
  }

  /** Sums up all of them, if there are any. */
  void sumUp() {
    boolean told = false;
    var months = next();
    while (!months.isEmpty()) {
      if (!told) {
        log.info("Days of an older Pulse are summed up by month; this happens once");
        told = true;
      }
      var some = months;
      database.write("sum up days", Durability.NORMAL, session -> sumUp(session, some));
      months = next();
    }
  }

  private List<Old> next() {
    return database.read(
        "look for days of the old layout",
        session -> {
          var months = new ArrayList<Old>();
          session.each(
              "SELECT registration, span FROM unjoined LIMIT ?",
              row -> months.add(new Old(row.getLong(1), row.getLong(2))),
              BATCH);
          return months;
        });
  }

  private static boolean sumUp(Session session, List<Old> months) throws SQLException {
    for (Old month : months) {
      RollUps.ofDays(session, month.registration, month.span).write(session);
      session.update(
          "DELETE FROM unjoined WHERE registration = ? AND span = ?",
          month.registration,
          month.span);
    }
    return true;
  }
}
