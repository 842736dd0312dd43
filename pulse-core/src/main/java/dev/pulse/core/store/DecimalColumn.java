package dev.pulse.core.store;

/**
 * The values of one sample, run after run. Most of them are decimal numbers with few places, and
 * are then packed as whole numbers; a sample that repeats the latency in seconds is packed as its
 * difference from it; all others keep their bits.
 */
final class DecimalColumn {
  private static final int LATENCY = 16;
  private static final int BITS = 17;
  private static final int[] PLACES = {0, 9, 3, 6, 1, 2, 4, 5, 7, 8, 10, 11, 12};
  private static final int NANO_PLACES = 9;
  private static final double LARGEST = 9e15;
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12
  };

  private DecimalColumn() {}

  /**
   * Writes values.
   *
   * @param bits the values as {@link Double#doubleToRawLongBits}
   * @param latencies the latencies of the same runs in nanoseconds
   */
  static void write(ByteWriter out, long[] bits, long[] latencies) {
    for (int places : PLACES) {
      long[] whole = new long[bits.length];
      if (scale(bits, places, whole)) {
        if (places == NANO_PLACES && resemble(whole, latencies)) {
          out.put(LATENCY);
          subtract(whole, latencies);
        } else {
          out.put(places);
        }
        NumberColumn.write(out, whole);
        return;
      }
    }
    out.put(BITS);
    NumberColumn.write(out, bits);
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

  private static boolean resemble(long[] whole, long[] latencies) {
    int equal = 0;
    for (int i = 0; i < whole.length; i++) {
      equal += whole[i] == latencies[i] ? 1 : 0;
    }
    return equal > whole.length / 2;
  }

  private static void subtract(long[] whole, long[] latencies) {
    for (int i = 0; i < whole.length; i++) {
      whole[i] -= latencies[i];
    }
  }

  static long[] read(ByteReader in, long[] latencies) {
    int form = in.get();
    long[] numbers = NumberColumn.read(in, latencies.length);
    if (form == BITS) {
      return numbers;
    }
    for (int i = 0; i < numbers.length; i++) {
      long whole = form == LATENCY ? numbers[i] + latencies[i] : numbers[i];
      double power = POWERS[form == LATENCY ? NANO_PLACES : form];
      numbers[i] = Double.doubleToRawLongBits(whole / power);
    }
    return numbers;
  }
}
