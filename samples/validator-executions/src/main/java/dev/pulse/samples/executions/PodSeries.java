package dev.pulse.samples.executions;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is remembered of one pod between two scrapes. Confined to the lock of the metrics. */
final class PodSeries {
  /** Those of the original, and some above the 10 s at which a query counts as slow. */
  static final double[] BOUNDS = {
    .005,
    .01,
    .025,
    .05,
    .075,
    .1,
    .25,
    .5,
    .75,
    1,
    2.5,
    5,
    7.5,
    10,
    15,
    20,
    30,
    60,
    Double.POSITIVE_INFINITY
  };

  private static final double NANOS = 1e9;

  private final String pod;
  private final long[] counts = new long[BOUNDS.length];
  private double seconds;
  private long errors;
  private @Nullable Boolean succeeded;
  private @Nullable Execution execution;

  PodSeries(String pod) {
    this.pod = pod;
  }

  /** Takes in what a scan learnt. */
  void take(PodResult result, StaleSeries stale) {
    result.took().ifPresent(this::observe);
    succeeded = result.succeeded();
    if (result.succeeded()) {
      execution = result.execution();
      return;
    }
    errors++;
    if (stale == StaleSeries.DROP) {
      execution = null;
    }
  }

  private void observe(Duration took) {
    double value = took.toNanos() / NANOS;
    int bucket = 0;
    while (value > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    seconds += value;
  }

  String pod() {
    return pod;
  }

  /** The last good answer; null when there is none that may be shown. */
  @Nullable Execution execution() {
    return execution;
  }

  /** Whether the last query succeeded; null before the first. */
  @Nullable Boolean succeeded() {
    return succeeded;
  }

  /** How many queries failed. */
  long errors() {
    return errors;
  }

  /** How many queries were made. */
  long queries() {
    return Arrays.stream(counts).sum();
  }

  /** How many fell into each bucket, and not into one before; a copy. */
  long[] counts() {
    return counts.clone();
  }

  /** How long all queries took. */
  double seconds() {
    return seconds;
  }
}
