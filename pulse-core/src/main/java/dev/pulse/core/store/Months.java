package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntPredicate;

/**
 * Makes the months of one registration out of its days. Where a day only says for how long it was
 * up, its single results tell when, as long as they are there. Belongs to one transaction.
 */
final class Months {
  private final Session session;
  private final long registration;
  private final SeriesReader results;

  Months(Session session, long registration) {
    this.session = session;
    this.registration = registration;
    this.results = new SeriesReader(session, registration, List.of());
  }

  /**
   * What the days of a month come to; empty when there are none.
   *
   * @param wanted which series are needed
   * @param changed what days are to become, by their number; they are not read
   * @param fresh results that are in these, and not in the file yet
   */
  Optional<Cell> month(
      long number, IntPredicate wanted, SortedMap<Long, Cell> changed, List<StoredResult> fresh)
      throws SQLException {
    var days =
        new CellReader(session, registration, wanted)
            .daysOfMonth(number, changed.keySet()::contains);
    for (Cell cell : changed.values()) {
      if (Tier.MONTH.cellOf(cell.speech().first()) == number) {
        // What is told apart here must not change the day itself.
        days.add(cell.copy(wanted));
      }
    }
    days.sort(Comparator.comparingLong(day -> day.speech().first()));
    readTurns(days, fresh);
    return Optional.ofNullable(RollUps.joined(Tier.MONTH, days).get(number));
  }

  private void readTurns(List<Cell> days, List<StoredResult> fresh) throws SQLException {
    for (Cell day : days) {
      if (day.speech().turns().isEmpty()) {
        readTurns(day, fresh);
      }
    }
  }

  private void readTurns(Cell day, List<StoredResult> fresh) throws SQLException {
    long first = day.speech().first();
    long number = Tier.DAY.cellOf(first);
    var singles = new Timeline();
    for (StoredResult result : fresh) {
      if (Tier.DAY.cellOf(result.started) == number) {
        singles.add(result);
      }
    }
    var into = new HashMap<Long, Timeline>();
    into.put(number, singles);
    try {
      results.addSealed(Tier.DAY, Tier.DAY.startOf(first), Tier.DAY.endOf(first), into);
    } catch (DamagedException e) {
      // Whoever reads the results is told; here they would only have said more.
      return;
    }
    if (singles.size() >= day.runs()) {
      day.speech(singles.speech());
    }
  }
}
