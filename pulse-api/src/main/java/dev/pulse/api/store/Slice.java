package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One part of a window of history.
 *
 * @param start the first moment
 * @param end the first moment after it
 * @param runs how many runs ended with each status; statuses without runs are left out
 * @param values the signal in this part; empty when there was no value
 */
public record Slice(Instant start, Instant end, Map<Status, Long> runs, Optional<Summary> values) {
  /**
   * A signal in short.
   *
   * @param count how many values; at least 1
   * @param min the smallest
   * @param mean the arithmetic mean
   * @param max the largest
   */
  public record Summary(long count, double min, double mean, double max) {}

  /** A slice; keeps a copy of the counts. */
  public Slice {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    requireNonNull(values, "values");
    var copy = new EnumMap<Status, Long>(Status.class);
    copy.putAll(runs);
    runs = Collections.unmodifiableMap(copy);
  }
}
