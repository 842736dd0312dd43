package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/** Reads the cells of one registration in the order of time. Belongs to one transaction. */
final class CellReader {
  private static final long DAYS_PER_MONTH = Tier.MONTH.millis() / Tier.DAY.millis();

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

  /**
   * A cell, and how long it can be.
   *
   * @param tier a month or a day
   */
  record Coarse(Tier tier, Cell cell) {
    Speech speech() {
      return cell.speech();
    }
  }

  /**
   * What a stretch of time touches, and what has the last result before it: days, or months as far
   * as they are there.
   *
   * @param monthsFrom when months have to begin; the last moment there is for days only
   */
  List<Coarse> coarse(long start, long end, long monthsFrom) throws SQLException {
    long next = before(start).orElse(Tier.DAY.cellOf(start));
    long last = Tier.DAY.cellOf(end);
    var cells = new ArrayList<Coarse>();
    if (monthsFrom < Long.MAX_VALUE) {
      long firstMonth = Math.floorDiv(next, DAYS_PER_MONTH);
      for (Cell month : read(Tier.MONTH, firstMonth, Math.floorDiv(last, DAYS_PER_MONTH))) {
        if (month.speech().first() < monthsFrom) {
          continue;
        }
        long firstDay = Tier.MONTH.cellOf(month.speech().first()) * DAYS_PER_MONTH;
        addDays(next, firstDay - 1, cells);
        cells.add(new Coarse(Tier.MONTH, month));
        next = firstDay + DAYS_PER_MONTH;
      }
    }
    addDays(next, last, cells);
    return cells;
  }

  private void addDays(long first, long last, List<Coarse> cells) throws SQLException {
    if (first <= last) {
      read(Tier.DAY, first, last).forEach(day -> cells.add(new Coarse(Tier.DAY, day)));
    }
  }

  /**
   * Refuses to answer without a block that could not be read when it was to be summed up.
   *
   * @param cells those of the same stretch of time
   */
  void requireSummedUp(List<Coarse> cells, long start, long end) throws SQLException {
    boolean speaks = !cells.isEmpty() && cells.get(0).speech().first() < start;
    var missing =
        session.first(
            "SELECT 1 FROM unrolled WHERE EXISTS (SELECT 1 FROM block"
                + " WHERE block.id = unrolled.block AND registration = ?"
                + " AND last_started >= ? AND first_started < ?)",
            row -> true,
            registration,
            // What is missing may be what spoke last before.
            speaks ? cells.get(0).speech().first() : Long.MIN_VALUE,
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

  /** What the cell of a time is made of, as far as it is there: the next finer ones. */
  List<Cell> within(Tier tier, long time) throws SQLException {
    var finer =
        switch (tier) {
          case MONTH -> Tier.DAY;
          case DAY -> Tier.HOUR;
          case HOUR, MINUTE -> Tier.MINUTE;
        };
    return read(finer, finer.rowOf(tier.startOf(time)), finer.rowOf(tier.endOf(time) - 1));
  }

  /** The days of a month, without those of some numbers. */
  List<Cell> daysOfMonth(long number, LongPredicate without) throws SQLException {
    long first = number * DAYS_PER_MONTH;
    return read(Tier.DAY, first, first + DAYS_PER_MONTH - 1, without.negate());
  }

  private List<Cell> read(Tier tier, long firstRow, long lastRow) throws SQLException {
    return read(tier, firstRow, lastRow, row -> true);
  }

  private List<Cell> read(Tier tier, long firstRow, long lastRow, LongPredicate rows)
      throws SQLException {
    var cells = new ArrayList<Cell>();
    session.each(
        "SELECT span, body FROM rollup WHERE registration = ? AND tier = ?"
            + " AND span BETWEEN ? AND ? ORDER BY span",
        row -> {
          if (rows.test(row.getLong(1))) {
            cells.addAll(CellRow.read(tier, row.getLong(1), row.getBytes(2), wanted));
          }
        },
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
