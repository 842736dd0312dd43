package dev.pulse.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long results speak that were stored before results said so themselves. Their schedule is not
 * known any more, so it is read off their distances: as the engine does for what it runs now, two
 * of them, and a minute for the run.
 */
final class OldValidity {
  private static final long RUN_MILLIS = 60_000;
  private static final long LONGEST_MILLIS = 86_400_000;

  /** For a result that has no neighbour to be distant from: as if it ran once a minute. */
  private static final long ALONE_MILLIS = 180_000;

  private OldValidity() {}

  /**
   * How long each of some results of one registration speaks, in milliseconds: twice their middle
   * distance and a minute, at most a day.
   *
   * @param started when they began, in milliseconds, in any order
   */
  static long of(long[] started) {
    if (started.length < 2) {
      return ALONE_MILLIS;
    }
    long[] sorted = started.clone();
    Arrays.sort(sorted);
    var distances = new long[sorted.length - 1];
    for (int i = 0; i < distances.length; i++) {
      long distance = sorted[i + 1] - sorted[i];
      // Below zero when it is more than fits.
      distances[i] = distance < 0 ? LONGEST_MILLIS : Math.min(distance, LONGEST_MILLIS);
    }
    Arrays.sort(distances);
    return Math.min(2 * distances[(distances.length - 1) / 2] + RUN_MILLIS, LONGEST_MILLIS);
  }

  /** Results of one registration, those without a validity with one. */
  static List<StoredResult> addTo(List<StoredResult> results) {
    if (results.stream().noneMatch(result -> result.validFor == StoredResult.NO_VALIDITY)) {
      return results;
    }
    long validity = of(results.stream().mapToLong(result -> result.started).toArray());
    var whole = new ArrayList<StoredResult>(results.size());
    for (StoredResult result : results) {
      whole.add(
          result.validFor == StoredResult.NO_VALIDITY ? result.withValidFor(validity) : result);
    }
    return whole;
  }
}
