package dev.pulse.benchmarks.measure;

import java.util.Arrays;
import java.util.Locale;

/** Many durations in nanoseconds, eight bytes each. Confine to one thread. */
public final class Durations {
  private long[] values = new long[1024];
  private int size;

  void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = nanos;
  }

  long[] sorted() {
    var sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** How sorted durations are spread, in words. */
  public static String spread(long[] sorted) {
    return sorted.length == 0
        ? "nothing"
        : String.format(
            Locale.ROOT,
            "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms",
            Machine.quantile(sorted, 0.5) / 1e6,
            Machine.quantile(sorted, 0.99) / 1e6,
            Machine.quantile(sorted, 0.999) / 1e6,
            sorted[sorted.length - 1] / 1e6);
  }
}
