package dev.pulse.core.store;

import dev.pulse.core.store.CellReader.Coarse;
import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out when a target was down: goes through the months of a registration, and looks at the
 * days of those only that do not say when it was. Of days that do not either, it reads the single
 * results, as many days at a time as lie together; where some are gone, hours and minutes. Belongs
 * to one transaction.
 */
final class DowntimeReader {
  /** How many days are read at a time, so that a year does not lie in memory at once. */
  private static final int DAYS_AT_ONCE = 32;

  /** Days apart that are rather read along than left out by asking twice. */
  private static final int NEAR = 3;

  private final SeriesReader results;
  private final CellReader cells;
  private final Boundaries boundaries;
  private final DowntimeMeter meter;
  private final List<Coarse> coarse;
  // Results that are in no cell yet.
  private final Timeline unsealed = new Timeline();
  // The single results of some days that are to be looked at closer, by the number of the day.
  private final Map<Long, Timeline> closely = new HashMap<>();

  DowntimeReader(Session session, SeriesReader results, Boundaries boundaries, DowntimeMeter meter)
      throws SQLException {
    this.results = results;
    this.boundaries = boundaries;
    this.meter = meter;
    cells = new CellReader(session, results.registration(), CellRow.NONE);
    coarse = cells.coarse(boundaries.start(), boundaries.end(), Long.MIN_VALUE);
  }

  /** Gives everything to the meter. */
  void read() throws SQLException {
    cells.requireSummedUp(coarse, boundaries.start(), boundaries.end());
    results.eachUnsealed(Long.MIN_VALUE, boundaries.end(), unsealed::add);
    var pieces = divided();
    var closer = closerDays(pieces);
    int next = 0;
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      unsealed.giveBefore(piece.speech().first(), meter::add);
      if (next == closer.size() || closer.get(next) != i) {
        meter.add(piece.speech());
        continue;
      }
      var day = piece.cell();
      var singles = closely.remove(numberOf(day));
      if (singles == null) {
        readFrom(pieces, closer, next);
        singles = closely.remove(numberOf(day));
      }
      next++;
      if (singles != null && singles.size() == day.runs()) {
        give(singles, day);
      } else {
        divide(day);
      }
    }
    unsealed.giveBefore(boundaries.end(), meter::add);
  }

  /** Days instead of those months that do not say when the target was down. */
  private List<Coarse> divided() throws SQLException {
    var pieces = new ArrayList<Coarse>();
    for (Coarse piece : coarse) {
      var speech = piece.speech();
      boolean told =
          speech.turns().isPresent() && !unsealed.hasWithin(speech.first(), speech.last());
      if (piece.tier() == Tier.MONTH && !told) {
        var days = cells.within(Tier.MONTH, speech.first());
        if (CellReader.runsOf(days) == piece.cell().runs()) {
          days.forEach(day -> pieces.add(new Coarse(Tier.DAY, day)));
          continue;
        }
      }
      pieces.add(piece);
    }
    return pieces;
  }

  /** Which of the days are to be looked at closer. */
  private List<Integer> closerDays(List<Coarse> pieces) {
    var closer = new ArrayList<Integer>();
    long before = Long.MIN_VALUE;
    long downUntil = Long.MIN_VALUE;
    for (int i = 0; i < pieces.size(); i++) {
      var speech = pieces.get(i).speech();
      boolean down = downUntil >= speech.first() || unsealed.hasWithin(before, speech.first());
      if (pieces.get(i).tier() == Tier.DAY && isToBeDivided(speech, down)) {
        closer.add(i);
      }
      before = speech.last();
      downUntil = speech.speaks() == Speaks.DOWN ? before + speech.validFor() : Long.MIN_VALUE;
    }
    return closer;
  }

  /**
   * Whether a cell does not say when the target was down, or whether it had just recovered.
   *
   * @param down whether the target may have been down right until the cell begins
   */
  private boolean isToBeDivided(Speech speech, boolean down) {
    if (speech.last() < boundaries.start() || speech.first() >= boundaries.end()) {
      return false;
    }
    boolean told = speech.turns().isPresent() || (speech.down() == 0 && !down);
    return !told || unsealed.hasWithin(speech.first(), speech.last());
  }

  private static long numberOf(Cell day) {
    return Tier.DAY.cellOf(day.speech().first());
  }

  /** Reads the single results of a day that is looked at closer, and of those that follow soon. */
  private void readFrom(List<Coarse> pieces, List<Integer> closer, int first) throws SQLException {
    closely.clear();
    var firstDay = pieces.get(closer.get(first)).cell();
    var last = firstDay;
    closely.put(numberOf(firstDay), new Timeline());
    for (int i = first + 1; i < closer.size() && closely.size() < DAYS_AT_ONCE; i++) {
      var day = pieces.get(closer.get(i)).cell();
      if (numberOf(day) - numberOf(last) > NEAR) {
        break;
      }
      last = day;
      closely.put(numberOf(day), new Timeline());
    }
    long start = Tier.DAY.startOf(firstDay.speech().first());
    long end = Tier.DAY.endOf(last.speech().first());
    results.addSealed(Tier.DAY, start, end, closely);
  }

  /** Gives the single results of a day, those that are not sealed yet among them. */
  private void give(Timeline singles, Cell day) {
    unsealed.moveUpTo(day.speech().last(), singles);
    singles.giveBefore(Tier.DAY.endOf(day.speech().first()), meter::add);
  }

  private void divide(Cell day) throws SQLException {
    var hours = cells.within(Tier.DAY, day.speech().first());
    if (CellReader.runsOf(hours) != day.runs()) {
      meter.add(day.speech());
      return;
    }
    for (Cell hour : hours) {
      var speech = hour.speech();
      unsealed.giveBefore(speech.first(), meter::add);
      if (isToBeDivided(speech, meter.isDownUntil(speech.first()))) {
        divideHour(hour);
      } else {
        meter.add(speech);
      }
    }
  }

  private void divideHour(Cell hour) throws SQLException {
    long first = hour.speech().first();
    long end = Tier.HOUR.endOf(first);
    var minutes = cells.within(Tier.HOUR, first);
    var singles = new Timeline();
    results.addSealed(
        Tier.HOUR, Tier.HOUR.startOf(first), end, Map.of(Tier.HOUR.cellOf(first), singles));
    if (CellReader.runsOf(minutes) + singles.size() != hour.runs()) {
      meter.add(hour.speech());
      return;
    }
    unsealed.moveUpTo(hour.speech().last(), singles);
    for (Cell minute : minutes) {
      singles.giveBefore(minute.speech().first(), meter::add);
      meter.add(minute.speech());
    }
    singles.giveBefore(end, meter::add);
  }
}
