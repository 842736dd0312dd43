package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads the cells of one registration in the order of time. Belongs to one transaction. */
final class CellReader {
  private final Session session;
  private final long registration;
  private final IntPredicate wanted;

  /**
   * A reader.
   *
   * @param wanted which series are needed
   */
  CellReader(Session session, long registration, IntPredicate wanted) {
    this.session = session;
    this.registration = registration;
    this.wanted = wanted;
  }

  /** The days that a stretch of time touches, and that of the last result before it. */
  List<Cell> days(long start, long end) throws SQLException {
    long first = Tier.DAY.cellOf(start);
    return read(Tier.DAY, before(start).orElse(first), Tier.DAY.cellOf(end));
  }

  /**
   * Refuses to answer without a block that could not be read when it was to be summed up.
   *
   * @param days those of the same stretch of time
   */
  void requireSummedUp(List<Cell> days, long start, long end) throws SQLException {
    boolean speaks = !days.isEmpty() && days.get(0).speech().first() < start;
    var missing =
        session.first(
            "SELECT 1 FROM unrolled CROSS JOIN block ON block.id = unrolled.block"
                + " WHERE registration = ? AND last_started >= ? AND first_started < ?",
            row -> true,
            registration,
            // What is missing may be what spoke last before.
            speaks ? days.get(0).speech().first() : Long.MIN_VALUE,
            end);
    if (missing.isPresent()) {
      throw new DamagedException("a block of results");
    }
  }

  /** The day of the last result before a time. */
  private Optional<Long> before(long time) throws SQLException {
    var found = new ArrayList<Long>();
    session.each(
        "SELECT span, body FROM rollup WHERE registration = ? AND tier = ? AND span <= ?"
            + " ORDER BY span DESC LIMIT 2",
        row -> {
          var cells = CellRow.read(Tier.DAY, row.getLong(1), row.getBytes(2), CellRow.NONE);
          if (cells.get(0).speech().first() < time) {
            found.add(row.getLong(1));
          }
        },
        registration,
        Tier.DAY.number,
        Tier.DAY.cellOf(time));
    return found.stream().findFirst();
  }

  /** The hours of the day of a time, or the minutes of its hour, as far as they are there. */
  List<Cell> within(Tier tier, long time) throws SQLException {
    var finer = tier == Tier.DAY ? Tier.HOUR : Tier.MINUTE;
    return read(finer, finer.rowOf(tier.startOf(time)), finer.rowOf(tier.endOf(time) - 1));
  }

  private List<Cell> read(Tier tier, long firstRow, long lastRow) throws SQLException {
    var cells = new ArrayList<Cell>();
    session.each(
        "SELECT span, body FROM rollup WHERE registration = ? AND tier = ?"
            + " AND span BETWEEN ? AND ? ORDER BY span",
        row -> cells.addAll(CellRow.read(tier, row.getLong(1), row.getBytes(2), wanted)),
        registration,
        tier.number,
        firstRow,
        lastRow);
    return cells;
  }

  /** How many runs some cells sum up. */
  static long runsOf(List<Cell> cells) {
    return cells.stream().mapToLong(Cell::runs).sum();
  }
}
