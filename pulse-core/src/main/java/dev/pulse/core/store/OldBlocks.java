package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up the blocks that were there before results were summed up when they are sealed. A process
 * that ends on the way goes on where it stopped when the file is opened again.
 */
final class OldBlocks {
  private static final Logger log = LoggerFactory.getLogger(OldBlocks.class);

  /** How many blocks one transaction sums up. */
  private static final int BATCH = 64;

  private final Database database;

  /** A block to do. */
  private record Old(long id, long registration) {}

  OldBlocks(Database database) {
    this.database = database;
  }

  /** Sums up all of them, if there are any. */
  void sumUp() {
    var blocks = database.read("look for blocks of the old layout", OldBlocks::blocks);
    if (!blocks.isEmpty()) {
      log.info("Results of an older Pulse are summed up");
    }
    int from = 0;
    while (from < blocks.size()) {
      int end = from + 1;
      while (end < blocks.size()
          && end - from < BATCH
          && blocks.get(end).registration == blocks.get(from).registration) {
        end++;
      }
      var some = blocks.subList(from, end);
      database.write("sum up results", Durability.NORMAL, session -> sumUp(session, some));
      from = end;
    }
  }

  /** Those of a registration stand together, in the order of time. */
  private static List<Old> blocks(Session session) throws SQLException {
    var blocks = new ArrayList<Old>();
    session.each(
        "SELECT block.id, registration FROM unrolled JOIN block ON block.id = unrolled.block"
            + " ORDER BY registration, first_started",
        row -> blocks.add(new Old(row.getLong(1), row.getLong(2))));
    return blocks;
  }

  private static boolean sumUp(Session session, List<Old> blocks) throws SQLException {
    var results = new ArrayList<StoredResult>();
    for (Old block : blocks) {
      byte[] body =
          session
              .first("SELECT body FROM block WHERE id = ?", row -> row.getBytes(1), block.id)
              .orElseThrow();
      try {
        results.addAll(Block.open(body).results());
        session.update("DELETE FROM unrolled WHERE block = ?", block.id);
      } catch (DamagedException e) {
        // Stays on the list, so that summaries do not pass for whole where it is missing.
        log.warn("A block of results is damaged and is not summed up", e);
      }
    }
    RollUps.ofSealed(session, blocks.get(0).registration, results).write(session);
    return true;
  }
}
