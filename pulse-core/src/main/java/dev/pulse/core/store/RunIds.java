package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out whether run ids are taken. Ids normally rise, so that only one at or below the largest
 * is looked for; no index of all of them is needed. Belongs to one transaction.
 */
final class RunIds {
  private final Session session;
  private final Tails tails;
  private final Map<Long, Set<Long>> ofChunks = new HashMap<>();

  RunIds(Session session, Tails tails) {
    this.session = session;
    this.tails = tails;
  }

  void requireNew(List<Outcome> outcomes) throws SQLException {
    long last = session.first("SELECT last_id FROM high_water", row -> row.getLong(1)).orElse(0L);
    if (rise(outcomes, last)) {
      return;
    }
    var seen = new HashSet<Long>();
    for (Outcome outcome : outcomes) {
      long id = outcome.runId();
      if (!seen.add(id) || (id <= last && (isInLog(id) || isInBlock(id)))) {
        throw Conflicts.run(id);
      }
    }
  }

  private static boolean rise(List<Outcome> outcomes, long last) {
    long previous = last;
    for (Outcome outcome : outcomes) {
      if (outcome.runId() <= previous) {
        return false;
      }
      previous = outcome.runId();
    }
    return true;
  }

  private boolean isInLog(long id) throws SQLException {
    for (LogChunk chunk : tails.chunksAround(id)) {
      var ids = ofChunks.get(chunk.seq());
      if (ids == null) {
        ids = idsOf(chunk);
        ofChunks.put(chunk.seq(), ids);
      }
      if (ids.contains(id)) {
        return true;
      }
    }
    return false;
  }

  /** Those that are not sealed; of what is, only the blocks tell what is still there. */
  private Set<Long> idsOf(LogChunk chunk) throws SQLException {
    var ids = new HashSet<Long>();
    var sealed = new HashMap<Long, Boolean>();
    byte[] body =
        session
            .first("SELECT body FROM log WHERE seq = ?", row -> row.getBytes(1), chunk.seq())
            .orElseThrow(() -> new DamagedException("the log of results"));
    var whole = LogChunk.of(chunk.seq(), chunk.firstRunId(), chunk.lastRunId(), body);
    whole.each(
        (registration, row) -> {
          Boolean gone = sealed.get(registration);
          if (gone == null) {
            gone = isSealed(registration, chunk.seq());
            sealed.put(registration, gone);
          }
          if (!gone) {
            ids.add(StoredResult.read(row).runId);
          }
        });
    return ids;
  }

  /** What was forgotten counts as sealed: nothing of it is there. */
  private boolean isSealed(long registration, long seq) throws SQLException {
    return session
        .first("SELECT sealed FROM registration WHERE id = ?", row -> row.getLong(1), registration)
        .map(upTo -> upTo >= seq)
        .orElse(true);
  }

  private boolean isInBlock(long id) throws SQLException {
    try (var rows =
        session.query(
            "SELECT body FROM block INDEXED BY block_newest"
                + " WHERE last_run_id >= ? AND first_run_id <= ?",
            id,
            id)) {
      while (rows.next()) {
        if (Arrays.binarySearch(Block.open(rows.getBytes(1)).runIds(), id) >= 0) {
          return true;
        }
      }
      return false;
    }
  }
}
