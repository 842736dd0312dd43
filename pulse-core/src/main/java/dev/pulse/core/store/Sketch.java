package dev.pulse.core.store;

import java.util.Arrays;

/**
 * How many values fell into which bucket. Buckets grow in proportion to what they hold, so that
 * every value differs from the middle of its bucket by one part in a hundred at most (DDSketch:
 * Masson, Rim and Lee, 2019, without a bound on the number of buckets). Sketches that are merged in
 * any order, and values that are added in any order, make the same sketch. Confine to one thread.
 */
final class Sketch {
  /** By how much a quantile can differ from a value, in relation to it. */
  static final double RELATIVE_ERROR = 0.01;

  private static final double GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
  private static final double LOG_GROWTH = StrictMath.log(GROWTH);

  /** Keeps the keys of all positive numbers above 0, and those of negative ones below. */
  private static final int OFFSET = 40_000;

  private static final int TABLED = 2_048;
  private static final int[] KEYS_OF_WHOLE = new int[TABLED];
  private static final double[] MIDDLES = new double[TABLED];
  private static final int FIRST_MIDDLE = OFFSET - TABLED / 2;

  // The only whole number of the first buckets from 1 on; 0 where there is none, or several.
  private static final int[] WHOLES = new int[TABLED];

  static {
    // Buckets that hold several are larger than 1 / 0.02, and all above them are, too.
    for (int whole = 1; whole <= 1 / (GROWTH - 1); whole++) {
      int place = compute(whole) - OFFSET;
      WHOLES[place] = WHOLES[place] == 0 ? whole : -1;
    }
    for (int whole = 0; whole < TABLED; whole++) {
      KEYS_OF_WHOLE[whole] = compute(whole);
      MIDDLES[whole] = middleAbove(FIRST_MIDDLE + whole);
    }
  }

  private static final int MOST_SHORT_COUNT = 15;
  private static final int MOST_SHORT_GAP = 7;
  private static final int LONG_FORM = 0x80;

  private int[] keys;
  private long[] counts;
  private int size;

  Sketch() {
    this(8);
  }

  private Sketch(int capacity) {
    keys = new int[capacity];
    counts = new long[capacity];
  }

  /** The bucket of a value; larger values have larger keys. */
  static int keyOf(double value) {
    int whole = (int) value;
    return whole >= 0 && whole < TABLED && whole == value ? KEYS_OF_WHOLE[whole] : compute(value);
  }

  private static int compute(double value) {
    if (value == 0) {
      return 0;
    }
    // Strict: the same value must fall into the same bucket on every machine.
    int key = OFFSET + (int) Math.ceil(StrictMath.log(Math.abs(value)) / LOG_GROWTH);
    return value > 0 ? key : -key;
  }

  /** What stands for the values of a bucket. */
  static double middleOf(int key) {
    if (key == 0) {
      return 0;
    }
    int above = Math.abs(key);
    int tabled = above - FIRST_MIDDLE;
    double middle = tabled >= 0 && tabled < TABLED ? MIDDLES[tabled] : middleAbove(above);
    return key > 0 ? middle : -middle;
  }

  private static double middleAbove(int key) {
    return StrictMath.exp((key - OFFSET) * LOG_GROWTH) * 2 / (GROWTH + 1);
  }

  /** Whether there is just one whole number that falls into a bucket. */
  static boolean hasOneWhole(int key) {
    int place = key - OFFSET;
    return key == 0 || (place >= 0 && place < WHOLES.length && WHOLES[place] > 0);
  }

  /** The only whole number that falls into a bucket. */
  static double wholeOf(int key) {
    return key == 0 ? 0 : WHOLES[key - OFFSET];
  }

  /** How many buckets have values. */
  int size() {
    return size;
  }

  /** The key of a bucket; in their order from 0 on. */
  int key(int index) {
    return keys[index];
  }

  long count(int index) {
    return counts[index];
  }

  /**
   * Adds values to a bucket.
   *
   * @param count how many; negative to take away what was added
   */
  void add(int key, long count) {
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      counts[at] += count;
      if (counts[at] == 0) {
        size--;
        System.arraycopy(keys, at + 1, keys, at, size - at);
        System.arraycopy(counts, at + 1, counts, at, size - at);
      }
      return;
    }
    int place = -at - 1;
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(keys, place, keys, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    keys[place] = key;
    counts[place] = count;
    size++;
  }

  void merge(Sketch other) {
    var merged = new Sketch(Math.max(8, size + other.size));
    int ours = 0;
    int theirs = 0;
    while (ours < size || theirs < other.size) {
      boolean next = theirs == other.size || (ours < size && keys[ours] <= other.keys[theirs]);
      int key = next ? keys[ours] : other.keys[theirs];
      long count = 0;
      if (next) {
        count = counts[ours++];
      }
      if (theirs < other.size && other.keys[theirs] == key) {
        count += other.counts[theirs++];
      }
      merged.keys[merged.size] = key;
      merged.counts[merged.size++] = count;
    }
    keys = merged.keys;
    counts = merged.counts;
    size = merged.size;
  }

  /** A byte for a bucket that is near the one before and has few values, else three or more. */
  void write(ByteWriter out) {
    out.unsigned(size);
    int last = 0;
    for (int i = 0; i < size; i++) {
      long gap = (long) keys[i] - last;
      boolean isShort =
          i > 0 && gap <= MOST_SHORT_GAP && counts[i] > 0 && counts[i] <= MOST_SHORT_COUNT;
      if (isShort) {
        out.put((int) (gap << 4 | counts[i]));
      } else {
        out.put(LONG_FORM);
        out.signed(gap);
        out.unsigned(counts[i]);
      }
      last = keys[i];
    }
  }

  /** Reads what {@link #write} wrote. */
  static Sketch read(ByteReader in) {
    int size = in.count();
    var sketch = new Sketch(Math.max(1, size));
    int last = 0;
    for (int i = 0; i < size; i++) {
      int form = in.get();
      last = Math.addExact(last, form < LONG_FORM ? form >> 4 : Math.toIntExact(in.signed()));
      sketch.keys[i] = last;
      sketch.counts[i] = form < LONG_FORM ? form & MOST_SHORT_COUNT : in.unsigned();
      if (i > 0 && last <= sketch.keys[i - 1]) {
        throw new IllegalArgumentException("buckets out of order");
      }
    }
    sketch.size = size;
    return sketch;
  }
}
