package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.List;

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
