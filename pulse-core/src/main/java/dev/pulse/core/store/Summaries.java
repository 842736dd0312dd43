package dev.pulse.core.store;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.core.store.CellReader.Coarse;
import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Answers from roll-ups: goes through the history of a registration in the order of time, in pieces
 * as large as lie in one window. A cell that lies in two is looked at more closely: a month by its
 * days, a day by its hours, an hour by its minutes and single results. Where these are gone, it
 * stays as it is. Belongs to one transaction.
 */
final class Summaries {
  /** The series that is not kept, but known from the statuses. */
  private static final int FAILURES = -2;

  /** How many times the few results are read one by one at most, however many windows there are. */
  private static final long MOST_TIMES_FEW = 10;

  private static final int PASS = StatusNumbers.of(Status.PASS);
  private static final int WARN = StatusNumbers.of(Status.WARN);
  private static final int FAIL = StatusNumbers.of(Status.FAIL);

  private final Session session;
  private final SeriesReader results;
  private final long registration;
  private final Boundaries boundaries;
  private final SignalReader signals;
  private final int series;
  private final boolean sampled;
  private final boolean summedUp;
  private final boolean timeOnly;
  private final CellReader cells;
  private final List<Coarse> coarse;
  private final Slices slices;
  private final UptimeMeter meter;
  // Results that are in no cell, or in one that was divided, and that come next.
  private final TreeSet<Single> singles = new TreeSet<>();

  /** A single result, by what matters here. */
  private record Single(
      long started, long runId, int status, double value, Speaks speaks, long validFor)
      implements Comparable<Single> {
    @Override
    public int compareTo(Single other) {
      int byStart = Long.compare(started, other.started);
      return byStart != 0 ? byStart : Long.compare(runId, other.runId);
    }
  }

  /**
   * Reads the days or months that some windows touch, and the one before.
   *
   * @param timeOnly whether the slices do not matter
   */
  Summaries(
      Session session,
      SeriesReader results,
      Boundaries boundaries,
      Signal signal,
      boolean timeOnly,
      Slices slices,
      UptimeMeter meter)
      throws SQLException {
    this.session = session;
    this.results = results;
    this.registration = results.registration();
    this.boundaries = boundaries;
    this.signals = new SignalReader(signal, session);
    this.slices = slices;
    this.meter = meter;
    series = seriesOf(signal);
    sampled = signal.kind() == Signal.Kind.SAMPLE;
    summedUp = !sampled || series != SeriesNumbers.NONE || hasRoom();
    cells = new CellReader(session, registration, number -> number == series);
    this.timeOnly = timeOnly;
    long monthsFrom = timeOnly ? Long.MIN_VALUE : monthsFrom();
    coarse = cells.coarse(boundaries.start(), boundaries.end(), monthsFrom);
  }

  /** A month that lies in two windows says how its time was spent, but not the rest. */
  private long monthsFrom() {
    double needed = boundaries.count() * (2.0 * Tier.MONTH.millis());
    boolean longWindows = (double) boundaries.end() - boundaries.start() >= needed;
    return longWindows ? boundaries.start() : Long.MAX_VALUE;
  }

  private int seriesOf(Signal signal) throws SQLException {
    return switch (signal.kind()) {
      case LATENCY -> Cell.LATENCY;
      case FAILURES -> FAILURES;
      case SAMPLE ->
          SeriesNumbers.find(
              session, registration, SampleShape.seriesText(signal.name(), signal.labels()));
    };
  }

  /** Whether a series without a number is one that no sealed result has. */
  private boolean hasRoom() throws SQLException {
    return session
        .first(
            "SELECT count(*) FROM series WHERE registration = ?",
            row -> row.getInt(1) < SeriesNumbers.MOST,
            registration)
        .orElse(true);
  }

  /** Whether single results are too many to be read instead, or not all there. */
  boolean areNeeded(int fewResults) throws SQLException {
    long kept = session.first("SELECT results FROM kept", row -> row.getLong(1)).orElseThrow();
    if (boundaries.start() < kept) {
      return true;
    }
    double count = 0;
    for (Coarse piece : coarse) {
      var speech = piece.speech();
      var tier = piece.tier();
      boolean spokeBefore =
          speech.first() < boundaries.start() && speech.last() >= boundaries.start();
      if (spokeBefore && speech.first() < kept) {
        return true;
      }
      long from = Math.max(boundaries.start(), tier.startOf(speech.first()));
      long end = Math.min(boundaries.end(), tier.endOf(speech.first()));
      count += end <= from ? 0 : piece.cell().runs() * ((double) (end - from) / tier.millis());
    }
    // A boundary within an hour costs as much as some blocks of single results; of many, no more
    // results are held in memory all the same.
    long few = fewResults + boundaries.within(Tier.HOUR.millis()) * (fewResults / 40);
    return summedUp && count > Math.min(few, fewResults * MOST_TIMES_FEW);
  }

  /**
   * What spoke on the day, or in the month, before the windows; single results of it may be gone.
   */
  Optional<Speech> speechBefore() {
    return coarse.stream()
        .map(Coarse::speech)
        .filter(speech -> speech.last() < boundaries.start())
        .reduce((earlier, later) -> later);
  }

  /** Gives everything to the slices and the meter. */
  void read() throws SQLException {
    cells.requireSummedUp(coarse, boundaries.start(), boundaries.end());
    results.eachUnsealed(Long.MIN_VALUE, boundaries.end(), this::add);
    for (Coarse piece : coarse) {
      take(piece.tier(), piece.cell());
    }
    giveSingles(boundaries.end());
    if (!summedUp) {
      addSealedValues();
    }
  }

  /** Values of a series that no summary has: those of the single results that are left. */
  private void addSealedValues() throws SQLException {
    results.eachSealed(
        boundaries.start(),
        boundaries.end(),
        (block, inside) -> {
          long[] started = block.started();
          double[] values = signals.values(block);
          for (int i = 0; i < values.length; i++) {
            if (inside.has(i)) {
              slices.add(started[i], values[i]);
            }
          }
        });
  }

  private void add(StoredResult result) throws SQLException {
    var status = StatusNumbers.status(result.status);
    singles.add(
        new Single(
            result.started,
            result.runId,
            result.status,
            signals.value(result),
            Speaks.of(status, result.maintenance != 0),
            result.validFor));
  }

  private void add(Block block, SeriesReader.Rows inside, List<Single> into) throws SQLException {
    double[] values = signals.values(block);
    for (int i = 0; i < values.length; i++) {
      if (inside.has(i)) {
        int status = (int) block.statuses()[i];
        boolean announced = block.maintenances()[i] != 0;
        into.add(
            new Single(
                block.started()[i],
                block.runIds()[i],
                status,
                // One that is not summed up is added from all blocks, whatever is divided.
                summedUp ? values[i] : SignalReader.NONE,
                Speaks.of(StatusNumbers.status(status), announced),
                block.validities()[i]));
      }
    }
  }

  private void take(Tier tier, Cell cell) throws SQLException {
    var speech = cell.speech();
    giveSingles(speech.first());
    boolean mixed = !singles.isEmpty() && singles.first().started <= speech.last();
    boolean torn = placeOf(speech.first()) != placeOf(speech.last());
    if (mixed || (torn && !(timeOnly && speech.turns().isPresent()))) {
      divide(tier, cell);
    } else {
      give(cell);
    }
  }

  /** Which window; -1 before all of them. */
  private int placeOf(long time) {
    return time < boundaries.start()
        ? -1
        : time >= boundaries.end() ? boundaries.count() : boundaries.indexOf(time);
  }

  private void divide(Tier tier, Cell cell) throws SQLException {
    long time = cell.speech().first();
    switch (tier) {
      case MONTH, DAY -> {
        var parts = cells.within(tier, time);
        if (CellReader.runsOf(parts) == cell.runs()) {
          for (Cell part : parts) {
            take(tier == Tier.MONTH ? Tier.DAY : Tier.HOUR, part);
          }
        } else {
          give(cell);
        }
      }
      case HOUR -> divideHour(cell, time);
      case MINUTE -> give(cell);
    }
  }

  private void divideHour(Cell hour, long time) throws SQLException {
    long start = Tier.HOUR.startOf(time);
    long end = Tier.HOUR.endOf(time);
    var minutes = cells.within(Tier.HOUR, time);
    var sealed = new ArrayList<Single>();
    results.eachSealed(start, end, (block, inside) -> add(block, inside, sealed));
    if (CellReader.runsOf(minutes) + sealed.size() != hour.runs()) {
      give(hour);
      return;
    }
    if (sampled && !minutes.isEmpty()) {
      // Minutes have no samples: those of the results that are gone are known for the hour only.
      addValues(hour, withoutValuesOf(sealed, hour.tallyOf(Math.max(series, 0))));
    }
    singles.addAll(sealed);
    for (Cell minute : minutes) {
      take(Tier.MINUTE, minute);
    }
    giveSingles(end);
  }

  private void give(Cell cell) {
    meter.add(cell.speech());
    if (boundaries.include(cell.speech().first())) {
      slices.add(cell);
      addValues(cell, series == FAILURES ? failuresOf(cell) : cell.tallyOf(Math.max(series, 0)));
    }
  }

  /** Where the values of a cell cannot be told apart, they count where it begins. */
  private void addValues(Cell cell, Tally values) {
    if (boundaries.include(cell.speech().first())) {
      slices.add(cell.speech().first(), values);
    }
  }

  private static Tally failuresOf(Cell cell) {
    var tally = new Tally();
    tally.add(0, cell.runs(PASS) + cell.runs(WARN));
    tally.add(1, cell.runs(FAIL));
    return tally;
  }

  private static Tally withoutValuesOf(List<Single> sealed, Tally all) {
    for (Single single : sealed) {
      if (!Double.isNaN(single.value)) {
        all.remove(single.value);
      }
    }
    return all;
  }

  /** Gives the single results that began before a time. */
  private void giveSingles(long before) {
    while (!singles.isEmpty() && singles.first().started < before) {
      var single = singles.pollFirst();
      meter.add(single.started, single.speaks, single.validFor);
      if (boundaries.include(single.started)) {
        slices.add(single.started, single.status, single.value);
      }
    }
  }
}
