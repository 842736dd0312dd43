package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What is known of one registration in one window. Immutable. */
public final class Slice {
  private final Instant start;
  private final Instant end;
  private final Map<Status, Long> runs;
  private final Distribution values;
  private final Uptime uptime;

  private Slice(
      Instant start, Instant end, Map<Status, Long> runs, Distribution values, Uptime uptime) {
    this.start = requireNonNull(start, "start");
    this.end = requireNonNull(end, "end");
    var copy = new EnumMap<Status, Long>(Status.class);
    copy.putAll(runs);
    this.runs = Collections.unmodifiableMap(copy);
    this.values = requireNonNull(values, "values");
    this.uptime = requireNonNull(uptime, "uptime");
  }

  /**
   * A slice; for authors of stores.
   *
   * @param runs how many runs ended with each status; keeps a copy
   */
  public static Slice of(
      Instant start, Instant end, Map<Status, Long> runs, Distribution values, Uptime uptime) {
    return new Slice(start, end, runs, values, uptime);
  }

  /** The first moment. */
  public Instant start() {
    return start;
  }

  /** The first moment after it. */
  public Instant end() {
    return end;
  }

  /** How many runs ended with each status; statuses without runs are left out. Unmodifiable. */
  public Map<Status, Long> runs() {
    return runs;
  }

  /** How many runs there were. */
  public long count() {
    return runs.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The signal; of no values when there was none. */
  public Distribution values() {
    return values;
  }

  /** How the time was spent. */
  public Uptime uptime() {
    return uptime;
  }

  @Override
  public String toString() {
    return start + " to " + end + ": " + runs + ", " + values + ", " + uptime;
  }
}
