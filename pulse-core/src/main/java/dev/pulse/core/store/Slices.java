package dev.pulse.core.store;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Cuts a window into equal parts and sums up what falls into each. Confine to one thread. */
final class Slices {
  private static final int MAX_POINTS = 5_000;
  private static final int STATUSES = Status.values().length;

  private final Instant[] boundaries;
  private final long[] firstMillis;
  // By slice, and in it by the number of the status.
  private final long[] runs;
  private final long[] counts;
  private final double[] mins;
  private final double[] means;
  private final double[] maxs;

  Slices(Window window, int points) {
    if (points < 1 || points > MAX_POINTS) {
      throw new IllegalArgumentException(
          "points must be 1 to " + MAX_POINTS + ", but is " + points);
    }
    boundaries = new Instant[points + 1];
    firstMillis = new long[points];
    for (int i = 0; i <= points; i++) {
      boundaries[i] = window.boundary(i, points);
    }
    runs = new long[points * STATUSES];
    Arrays.setAll(firstMillis, i -> Window.millisFrom(boundaries[i]));
    counts = new long[points];
    mins = new double[points];
    means = new double[points];
    maxs = new double[points];
  }

  /** Adds a run that began inside the window. */
  void add(long startedMillis, Status status, OptionalDouble value) {
    add(startedMillis, StatusNumbers.of(status), value.orElse(Double.NaN));
  }

  /**
   * Adds a run that began inside the window.
   *
   * @param status as in {@link StatusNumbers}
   * @param value not a number when there is none
   */
  void add(long startedMillis, int status, double value) {
    int slice = indexOf(startedMillis);
    runs[slice * STATUSES + status]++;
    if (!Double.isNaN(value)) {
      add(slice, value);
    }
  }

  private void add(int slice, double value) {
    long count = ++counts[slice];
    mins[slice] = count == 1 ? value : Math.min(mins[slice], value);
    maxs[slice] = count == 1 ? value : Math.max(maxs[slice], value);
    // A running mean instead of a sum: large values do not overflow on the way.
    means[slice] += value / count - means[slice] / count;
  }

  /** The last slice that begins at or before the time; slices shorter than it are passed over. */
  private int indexOf(long millis) {
    int low = 0;
    int high = firstMillis.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstMillis[middle] <= millis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** All slices, oldest first. */
  List<Slice> list() {
    var slices = new ArrayList<Slice>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      slices.add(new Slice(boundaries[i], boundaries[i + 1], runsOf(i), summaryOf(i)));
    }
    return List.copyOf(slices);
  }

  private Map<Status, Long> runsOf(int slice) {
    var map = new EnumMap<Status, Long>(Status.class);
    for (Status status : Status.values()) {
      long count = runs[slice * STATUSES + StatusNumbers.of(status)];
      if (count > 0) {
        map.put(status, count);
      }
    }
    return map;
  }

  private Optional<Slice.Summary> summaryOf(int slice) {
    return counts[slice] == 0
        ? Optional.empty()
        : Optional.of(new Slice.Summary(counts[slice], mins[slice], means[slice], maxs[slice]));
  }
}
