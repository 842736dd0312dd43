package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out when a target was down: goes through the days of a registration, and looks closer only
 * at those that were partly down. Reads their single results, as many days at a time as lie
 * together; where some are gone, hours and minutes. Belongs to one transaction.
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
  private final List<Cell> days;
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
    days = cells.days(boundaries.start(), boundaries.end());
  }

  /** Gives everything to the meter. */
  void read() throws SQLException {
    cells.requireSummedUp(days, boundaries.start(), boundaries.end());
    results.eachUnsealed(Long.MIN_VALUE, boundaries.end(), unsealed::add);
    var closer = closerDays();
    int next = 0;
    for (int i = 0; i < days.size(); i++) {
      var day = days.get(i);
      unsealed.giveBefore(day.speech().first(), meter::add);
      if (next == closer.size() || closer.get(next) != i) {
        meter.add(day.speech());
        continue;
      }
      var singles = closely.remove(numberOf(day));
      if (singles == null) {
        readFrom(closer, next);
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

  /** Which of the days are to be looked at closer. */
  private List<Integer> closerDays() {
    var closer = new ArrayList<Integer>();
    long before = Long.MIN_VALUE;
    long downUntil = Long.MIN_VALUE;
    for (int i = 0; i < days.size(); i++) {
      var speech = days.get(i).speech();
      boolean down = downUntil >= speech.first() || unsealed.hasWithin(before, speech.first());
      if (isToBeDivided(speech, down)) {
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
    long whole = speech.last() - speech.first();
    boolean partlyDown = speech.down() > 0 && speech.down() < whole;
    boolean beginsSomehow = down && speech.down() == 0 && speech.up() < whole;
    return partlyDown || beginsSomehow || unsealed.hasWithin(speech.first(), speech.last());
  }

  private static long numberOf(Cell day) {
    return Tier.DAY.cellOf(day.speech().first());
  }

  /** Reads the single results of a day that is looked at closer, and of those that follow soon. */
  private void readFrom(List<Integer> closer, int first) throws SQLException {
    closely.clear();
    var firstDay = days.get(closer.get(first));
    var last = firstDay;
    closely.put(numberOf(firstDay), new Timeline());
    for (int i = first + 1; i < closer.size() && closely.size() < DAYS_AT_ONCE; i++) {
      var day = days.get(closer.get(i));
      if (numberOf(day) - numberOf(last) > NEAR) {
        break;
      }
      last = day;
      closely.put(numberOf(day), new Timeline());
    }
    long start = Tier.DAY.startOf(firstDay.speech().first());
    long end = Tier.DAY.endOf(last.speech().first());
    readSealed(Tier.DAY, start, end, closely);
  }

  /** Reads sealed results of a stretch of time, those of each cell of a tier for itself. */
  private void readSealed(Tier tier, long start, long end, Map<Long, Timeline> into)
      throws SQLException {
    var blocks = new ArrayList<Block>();
    results.eachSealed(start, end, (block, inside) -> blocks.add(block));
    // Run ids take longer to unpack than all the rest, and matter only to tell which came later.
    boolean numbered = unsealed.hasWithin(start, end) || !beginOneByOne(blocks);
    for (Block block : blocks) {
      add(block, numbered, tier, into);
    }
  }

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
    readSealed(Tier.HOUR, Tier.HOUR.startOf(first), end, Map.of(Tier.HOUR.cellOf(first), singles));
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
