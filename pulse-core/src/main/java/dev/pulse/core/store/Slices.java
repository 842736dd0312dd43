package dev.pulse.core.store;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sums up what falls into each of some windows. Confine to one thread. */
final class Slices {
  private static final int STATUSES = Status.values().length;

  private final Boundaries boundaries;
  private final boolean whole;
  // By window, and in it by the number of the status.
  private final long[] runs;
  private final Values[] values;

  /** Slices for windows; a signal of samples may have numbers that are not whole. */
  Slices(Boundaries boundaries, Signal signal) {
    whole = signal.kind() != Signal.Kind.SAMPLE;
    this.boundaries = boundaries;
    runs = new long[boundaries.count() * STATUSES];
    values = new Values[boundaries.count()];
  }

  /**
   * Adds a run that began in one of the windows.
   *
   * @param status as in {@link StatusNumbers}
   * @param value not a number when there is none
   */
  void add(long startedMillis, int status, double value) {
    int window = boundaries.indexOf(startedMillis);
    runs[window * STATUSES + status]++;
    addValue(window, value);
  }

  /**
   * Adds a value of a run that is counted elsewhere and began in one of the windows.
   *
   * @param value not a number when there is none
   */
  void add(long startedMillis, double value) {
    addValue(boundaries.indexOf(startedMillis), value);
  }

  private void addValue(int window, double value) {
    if (!Double.isNaN(value)) {
      valuesOf(window).add(value);
    }
  }

  /** Adds the runs of a cell that begins in one of the windows. */
  void add(Cell cell) {
    int window = boundaries.indexOf(cell.speech().first());
    for (int status = 0; status < STATUSES; status++) {
      runs[window * STATUSES + status] += cell.runs(status);
    }
  }

  /** Adds values that are summed up, from a time in one of the windows on. */
  void add(long startedMillis, Tally tally) {
    if (tally.count() > 0) {
      valuesOf(boundaries.indexOf(startedMillis)).add(tally);
    }
  }

  private Values valuesOf(int window) {
    if (values[window] == null) {
      values[window] = new Values();
    }
    return values[window];
  }

  /** All slices, oldest first. */
  List<Slice> list(List<Uptime> uptimes) {
    return boundaries.mapToObj(
        window ->
            Slice.of(
                boundaries.from(window),
                boundaries.to(window),
                runsOf(window),
                values[window] == null ? Distribution.of() : values[window].distribution(whole),
                uptimes.get(window)));
  }

  private Map<Status, Long> runsOf(int window) {
    var map = new EnumMap<Status, Long>(Status.class);
    for (Status status : Status.values()) {
      long count = runs[window * STATUSES + StatusNumbers.of(status)];
      if (count > 0) {
        map.put(status, count);
      }
    }
    return map;
  }
}
