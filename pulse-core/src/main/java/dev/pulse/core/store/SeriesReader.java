package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Goes through the results of one registration in a window, sealed or not, in any order. */
final class SeriesReader {
  private final Session session;
  private final long registration;
  private final List<Tail.Seen> tails;

  SeriesReader(Session session, long registration, List<Tail.Seen> tails) {
    this.session = session;
    this.registration = registration;
    this.tails = tails;
  }

  long registration() {
    return registration;
  }

  /** Takes results out of blocks. */
  @FunctionalInterface
  interface Blocks {
    /**
     * Takes some of the results of a block.
     *
     * @param inside which of them lie in the window
     */
    void take(Block block, Rows inside) throws SQLException;
  }

  /** Which results of a block are meant. */
  @FunctionalInterface
  interface Rows {
    boolean has(int row);
  }

  /** Takes results one by one. */
  @FunctionalInterface
  interface Results {
    void take(StoredResult result) throws SQLException;
  }

  /**
   * A time from which on all results are to be read when it matters what held at another one: not
   * later than the start of the last result before it.
   */
  long before(long millis) throws SQLException {
    return session
        .first(
            "SELECT last_started FROM block INDEXED BY block_by_time WHERE registration = ?"
                + " AND last_started < ? ORDER BY last_started DESC LIMIT 1",
            row -> row.getLong(1),
            registration,
            millis)
        .orElse(Long.MIN_VALUE);
  }

  /** Gives everything that began in a window to a taker of blocks and one of single results. */
  void each(long firstMillis, long endMillis, Blocks blocks, Results results) throws SQLException {
    eachSealed(firstMillis, endMillis, blocks);
    eachUnsealed(firstMillis, endMillis, results);
  }

  /** Gives what began in a window and is in blocks. */
  void eachSealed(long firstMillis, long endMillis, Blocks blocks) throws SQLException {
    try (var rows =
        session.query(
            "SELECT body FROM block INDEXED BY block_by_time WHERE registration = ?"
                + " AND last_started >= ? AND first_started < ? ORDER BY last_started",
            registration,
            firstMillis,
            endMillis)) {
      while (rows.next()) {
        var block = Block.open(rows.getBytes(1));
        long[] started = block.started();
        blocks.take(block, row -> started[row] >= firstMillis && started[row] < endMillis);
      }
    }
  }

  /**
   * Adds what sealed results say of the time they speak for.
   *
   * @param tier whose cells lie in the window as a whole
   * @param into by the numbers of the cells that are wanted
   */
  void addSealed(Tier tier, long firstMillis, long endMillis, Map<Long, Timeline> into)
      throws SQLException {
    var blocks = new ArrayList<Block>();
    eachSealed(firstMillis, endMillis, (block, inside) -> blocks.add(block));
    boolean mixed = into.values().stream().anyMatch(timeline -> timeline.size() > 0);
    boolean numbered = mixed || hasUnsealed(firstMillis, endMillis) || !beginOneByOne(blocks);
    for (Block block : blocks) {
      add(block, numbered, tier, into);
    }
  }

  private boolean hasUnsealed(long firstMillis, long endMillis) throws SQLException {
    boolean[] found = {false};
    eachUnsealed(firstMillis, endMillis, result -> found[0] = true);
    return found[0];
  }

  /** Run ids take longer to unpack than all the rest, and matter only to tell which came later. */
  private static boolean beginOneByOne(List<Block> blocks) throws SQLException {
    long before = Long.MIN_VALUE;
    for (Block block : blocks) {
      for (long started : block.started()) {
        if (started <= before) {
          return false;
        }
        before = started;
      }
    }
    return true;
  }

  private static void add(Block block, boolean numbered, Tier tier, Map<Long, Timeline> into)
      throws SQLException {
    long[] started = block.started();
    long[] statuses = block.statuses();
    long[] validities = block.validities();
    long[] maintenances = block.maintenances();
    long cell = tier.cellOf(started[0]);
    var timeline = into.get(cell);
    for (int i = 0; i < started.length; i++) {
      if (tier.cellOf(started[i]) != cell) {
        cell = tier.cellOf(started[i]);
        timeline = into.get(cell);
      }
      if (timeline != null) {
        var status = StatusNumbers.status((int) statuses[i]);
        var speaks = Speaks.of(status, maintenances[i] != 0);
        timeline.add(started[i], numbered ? block.runIds()[i] : 0, speaks, validities[i]);
      }
    }
  }

  /** Gives what began in a window and is in no block yet. */
  void eachUnsealed(long firstMillis, long endMillis, Results results) throws SQLException {
    for (Tail.Seen tail : tails) {
      for (StoredResult result : tail.results()) {
        if (result.started >= firstMillis && result.started < endMillis) {
          results.take(result);
        }
      }
    }
  }
}
