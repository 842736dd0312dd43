package dev.pulse.core.store;

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
  // By window, and in it by the number of the status.
  private final long[] runs;
  private final Values[] values;

  Slices(Boundaries boundaries) {
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
    if (!Double.isNaN(value)) {
      if (values[window] == null) {
        values[window] = new Values();
      }
      values[window].add(value);
    }
  }

  /** All slices, oldest first. */
  List<Slice> list(List<Uptime> uptimes) {
    return boundaries.mapToObj(
        window ->
            Slice.of(
                boundaries.from(window),
                boundaries.to(window),
                runsOf(window),
                values[window] == null ? Distribution.of() : values[window].distribution(),
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
