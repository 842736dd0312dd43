package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the results of one registration in a stretch of time come to: how many ended how, how the
 * time between them was spent, and their values. Confine to one thread.
 */
final class Cell {
  /** The number of the series of latencies; samples have larger ones. */
  static final int LATENCY = 0;

  static final int STATUSES = 4;

  private final long[] runs = new long[STATUSES];
  private Speech speech;
  private @Nullable Tally[] tallies = new Tally[2];

  /** A cell that has runs but no values yet. */
  Cell(Speech speech, long... runs) {
    this.speech = speech;
    System.arraycopy(runs, 0, this.runs, 0, STATUSES);
  }

  /** The cell of one result, without its values. */
  static Cell of(StoredResult result) throws SQLException {
    var cell = new Cell(speechOf(result), new long[STATUSES]);
    cell.runs[result.status]++;
    return cell;
  }

  static Speech speechOf(StoredResult result) throws SQLException {
    return Speech.of(result.started, speaks(result), result.validFor);
  }

  /** Goes on with a result that began when the last one did, or later; without its values. */
  void append(StoredResult result) throws SQLException {
    speech.append(result.started, speaks(result), result.validFor);
    runs[result.status]++;
  }

  static Speaks speaks(StoredResult result) throws SQLException {
    return Speaks.of(StatusNumbers.status(result.status), result.maintenance != 0);
  }

  /** How many runs ended with a status, as in {@link StatusNumbers}. */
  long runs(int status) {
    return runs[status];
  }

  long runs() {
    return Arrays.stream(runs).sum();
  }

  Speech speech() {
    return speech;
  }

  /** Takes over runs and values of another cell, but not how the time was spent. */
  void add(Cell other) {
    for (int i = 0; i < STATUSES; i++) {
      runs[i] += other.runs[i];
    }
    other.eachSeries(series -> tallyOf(series).merge(other.tallyOf(series)));
  }

  /** The same, with the values of some series. */
  Cell copy(IntPredicate wanted) {
    var copy = new Cell(speech.copy(), runs);
    eachSeries(
        series -> {
          if (wanted.test(series)) {
            copy.tallyOf(series).merge(tallyOf(series));
          }
        });
    return copy;
  }

  void speech(Speech changed) {
    speech = changed;
  }

  /** The values of a series; empty ones when there are none yet. */
  Tally tallyOf(int series) {
    if (series >= tallies.length) {
      tallies = Arrays.copyOf(tallies, Math.max(series + 1, tallies.length * 2));
    }
    var tally = tallies[series];
    if (tally == null) {
      tally = new Tally();
      tallies[series] = tally;
    }
    return tally;
  }

  void tally(int series, Tally tally) {
    tallyOf(series);
    tallies[series] = tally;
  }

  /** Gives the series that have values, in ascending order. */
  void eachSeries(IntConsumer consumer) {
    for (int i = 0; i < tallies.length; i++) {
      var tally = tallies[i];
      if (tally != null && tally.count() > 0) {
        consumer.accept(i);
      }
    }
  }
}
