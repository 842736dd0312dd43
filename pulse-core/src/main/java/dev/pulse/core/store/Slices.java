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

  private final Instant[] boundaries;
  private final long[] firstMillis;
  private final List<Map<Status, Long>> runs = new ArrayList<>();
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
    for (int i = 0; i < points; i++) {
      runs.add(new EnumMap<>(Status.class));
    }
    Arrays.setAll(firstMillis, i -> Window.millisFrom(boundaries[i]));
    counts = new long[points];
    mins = new double[points];
    means = new double[points];
    maxs = new double[points];
  }

  /** Adds a run that began inside the window. */
  void add(long startedMillis, Status status, OptionalDouble value) {
    int slice = indexOf(startedMillis);
    runs.get(slice).merge(status, 1L, Long::sum);
    value.ifPresent(number -> add(slice, number));
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
      slices.add(new Slice(boundaries[i], boundaries[i + 1], runs.get(i), summaryOf(i)));
    }
    return List.copyOf(slices);
  }

  private Optional<Slice.Summary> summaryOf(int slice) {
    return counts[slice] == 0
        ? Optional.empty()
        : Optional.of(new Slice.Summary(counts[slice], mins[slice], means[slice], maxs[slice]));
  }
}
