package dev.pulse.core.store;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The values of one sample, run after run. Most of them are decimal numbers with few places, and
 * are then packed as whole numbers: as they are, or as what they differ from the latency in
 * seconds, or from what the samples before leave of it, as the phases of a run do. All others keep
 * their bits. Confine to one thread.
 */
final class DecimalColumn {
  /** As 18; written where a result without a latency counted as one of -1. */
  private static final int OLD_LATENCY = 16;

  private static final int BITS = 17;
  private static final int LATENCY = 18;
  private static final int REST = 19;
  private static final int[] PLACES = {0, 9, 3, 6, 1, 2, 4, 5, 7, 8, 10, 11, 12};
  private static final int NANO_PLACES = 9;
  private static final double LARGEST = 9e15;
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12
  };

  // What was packed, with what it differs from added.
  private final long[] numbers;
  // Whole numbers are this many times the values; 0 for bits.
  private final double power;
  private final long[] latencies;
  private final @Nullable DecimalColumn before;
  private long @Nullable [] rest;

  private DecimalColumn(
      long[] numbers, double power, long[] latencies, @Nullable DecimalColumn before) {
    this.numbers = numbers;
    this.power = power;
    this.latencies = latencies;
    this.before = before;
  }

  /** The values as {@link Double#doubleToRawLongBits}. */
  long[] bits() {
    var bits = new long[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = bits(i);
    }
    return bits;
  }

  /** One value as {@link Double#doubleToRawLongBits}. */
  long bits(int row) {
    return power == 0 ? numbers[row] : Double.doubleToRawLongBits(numbers[row] / power);
  }

  private boolean isNanos() {
    return power == POWERS[NANO_PLACES];
  }

  /** What the samples up to this one leave of the latencies; only of nanoseconds. */
  private long[] rest() {
    // Not recursive: a result can have more samples than a thread has frames.
    var missing = new ArrayDeque<DecimalColumn>();
    @Nullable DecimalColumn known = this;
    while (known != null && known.isNanos() && known.rest == null) {
      missing.push(known);
      known = known.before;
    }
    long[] left =
        known == null || !known.isNanos() || known.rest == null ? whole(latencies) : known.rest;
    for (DecimalColumn column : missing) {
      left = difference(left, column.numbers);
      column.rest = left;
    }
    return left;
  }

  /**
   * Writes values.
   *
   * @param bits the values as {@link Double#doubleToRawLongBits}
   * @param latencies the latencies of the same runs in nanoseconds; negative where there is none
   * @param before the column of the sample before; null for the first
   */
  static DecimalColumn write(
      ByteWriter out, long[] bits, long[] latencies, @Nullable DecimalColumn before) {
    for (int places : PLACES) {
      long[] whole = new long[bits.length];
      if (scale(bits, places, whole)) {
        return places == NANO_PLACES
            ? writeNanos(out, whole, latencies, before)
            : write(out, places, whole, POWERS[places], latencies);
      }
    }
    return write(out, BITS, bits, 0, latencies);
  }

  private static DecimalColumn write(
      ByteWriter out, int form, long[] numbers, double power, long[] latencies) {
    out.put(form);
    NumberColumn.write(out, numbers);
    return new DecimalColumn(numbers, power, latencies, null);
  }

  private static DecimalColumn writeNanos(
      ByteWriter out, long[] nanos, long[] latencies, @Nullable DecimalColumn before) {
    int form = NANO_PLACES;
    long[] best = nanos;
    long[] other = difference(nanos, whole(latencies));
    if (NumberColumn.spread(other) < NumberColumn.spread(best)) {
      form = LATENCY;
      best = other;
    }
    if (before != null && before.isNanos()) {
      other = difference(nanos, before.rest());
      if (NumberColumn.spread(other) < NumberColumn.spread(best)) {
        form = REST;
        best = other;
      }
    }
    out.put(form);
    NumberColumn.write(out, best);
    return new DecimalColumn(nanos, POWERS[NANO_PLACES], latencies, before);
  }

  /** Makes whole numbers of all values, if that loses nothing. */
  private static boolean scale(long[] bits, int places, long[] whole) {
    double power = POWERS[places];
    for (int i = 0; i < bits.length; i++) {
      double value = Double.longBitsToDouble(bits[i]);
      double scaled = Math.rint(value * power);
      if (!(Math.abs(scaled) < LARGEST)
          || Double.doubleToRawLongBits((long) scaled / power) != bits[i]) {
        return false;
      }
      whole[i] = (long) scaled;
    }
    return true;
  }

  /** Whole microseconds where all latencies are, so that what differs from them is as well. */
  private static long[] whole(long[] latencies) {
    var whole = new long[latencies.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = Math.max(0, latencies[i]);
    }
    return whole;
  }

  private static long[] difference(long[] numbers, long[] others) {
    var differences = new long[numbers.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = numbers[i] - others[i];
    }
    return differences;
  }

  static DecimalColumn read(ByteReader in, long[] latencies, @Nullable DecimalColumn before) {
    int form = in.get();
    long[] numbers = NumberColumn.read(in, latencies.length);
    switch (form) {
      case OLD_LATENCY -> add(numbers, latencies);
      case LATENCY -> add(numbers, whole(latencies));
      case REST -> {
        if (before == null || !before.isNanos()) {
          throw new IllegalArgumentException("a rest of nothing");
        }
        add(numbers, before.rest());
      }
      default -> {}
    }
    return new DecimalColumn(numbers, powerOf(form), latencies, before);
  }

  private static double powerOf(int form) {
    return switch (form) {
      case BITS -> 0;
      case OLD_LATENCY, LATENCY, REST -> POWERS[NANO_PLACES];
      default -> POWERS[form];
    };
  }

  private static void add(long[] numbers, long[] others) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += others[i];
    }
  }
}
