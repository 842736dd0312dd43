package dev.pulse.core.detect;

import java.util.Arrays;

/**
 * How often magnitudes of a size were seen, and how rare one is therefore. Keeps counts in buckets
 * of a quarter of an octave, as sketches for quantiles do; only as many as there were sizes, and no
 * more than {@value #BUCKETS}: the lowest are merged, because what is rare lies at the other end.
 * Counts are whole, and halved from time to time so that long ago counts less; nothing adds up that
 * could drift. Confine to one thread.
 */
final class Tail {
  private static final int BUCKETS = 16;

  /** The exponent of a double and the first two digits of its fraction: four buckets an octave. */
  private static final int DROPPED_BITS = 50;

  /** What each doubling beyond the greatest known magnitude adds. */
  private static final double BEYOND = 3;

  /** What a magnitude adds at most by being beyond the greatest known one. */
  private static final double MOST_BEYOND = 6;

  private static final double LOG_2 = Math.log(2);

  private final int halveAt;
  private final int[] keys = new int[BUCKETS];
  private final int[] counts = new int[BUCKETS];
  private int size;
  private int total;

  /**
   * @param halveAt the count at which all counts are halved
   */
  Tail(int halveAt) {
    this.halveAt = halveAt;
  }

  /**
   * The decimal logarithm of once in how many: 3 for what happens once in a thousand. Grows with
   * what was seen, and with the distance where nothing as great was seen.
   *
   * @param magnitude finite and not negative
   */
  double rarity(double magnitude) {
    if (size == 0) {
      return 0;
    }
    int key = key(magnitude);
    int i = size - 1;
    int above = 0;
    while (i >= 0 && keys[i] > key) {
      above += counts[i--];
    }
    double share = i >= 0 && keys[i] == key ? above + counts[i] / 2.0 : above;
    return Math.log10((total + 1) / (share + 1)) + beyond(magnitude, key);
  }

  private double beyond(double magnitude, int key) {
    int greatest = keys[size - 1];
    if (key <= greatest) {
      return 0;
    }
    // Nothing but zero so far: there is no distance to measure, so it counts as one doubling.
    return greatest == 0
        ? BEYOND
        : Math.min(MOST_BEYOND, BEYOND * Math.log(magnitude / edge(greatest + 1)) / LOG_2);
  }

  void add(double magnitude) {
    int key = key(magnitude);
    int i = Arrays.binarySearch(keys, 0, size, key);
    counts[i >= 0 ? i : insert(-i - 1, key)]++;
    total++;
    if (total >= halveAt) {
      halve();
    }
  }

  /** Makes a bucket, or finds the one that has to do instead. */
  private int insert(int at, int key) {
    if (size < BUCKETS) {
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(counts, at, counts, at + 1, size - at);
      size++;
      return set(at, key);
    }
    if (at == 0) {
      return 0;
    }
    if (at == 1) {
      keys[0] = key;
      return 0;
    }
    counts[1] += counts[0];
    System.arraycopy(keys, 1, keys, 0, at - 1);
    System.arraycopy(counts, 1, counts, 0, at - 1);
    return set(at - 1, key);
  }

  private int set(int at, int key) {
    keys[at] = key;
    counts[at] = 0;
    return at;
  }

  private void halve() {
    int kept = 0;
    total = 0;
    for (int i = 0; i < size; i++) {
      int half = counts[i] / 2;
      if (half > 0) {
        keys[kept] = keys[i];
        counts[kept++] = half;
        total += half;
      }
    }
    size = kept;
  }

  private static int key(double magnitude) {
    return (int) (Double.doubleToRawLongBits(magnitude) >>> DROPPED_BITS);
  }

  private static double edge(int key) {
    return Double.longBitsToDouble((long) key << DROPPED_BITS);
  }

  void write(StateWriter state) {
    state.add(size);
    for (int i = 0; i < size; i++) {
      state.add(keys[i]).add(counts[i]);
    }
  }

  static Tail read(StateReader state, int halveAt) {
    var tail = new Tail(halveAt);
    tail.size = (int) state.count(BUCKETS);
    for (int i = 0; i < tail.size; i++) {
      tail.keys[i] = (int) state.count(key(Double.MAX_VALUE));
      tail.counts[i] = (int) state.count(Integer.MAX_VALUE / BUCKETS);
      tail.total += tail.counts[i];
      state.require(i == 0 || tail.keys[i] > tail.keys[i - 1], "buckets out of order");
    }
    while (tail.total >= halveAt) {
      tail.halve();
    }
    return tail;
  }
}
