package dev.pulse.core.store;

/**
 * The values of one series in a stretch of time, summed up. Values that are added in any order, and
 * tallies that are merged in any order, make the same one; only the sum can differ by the rounding
 * of its last digits. Confine to one thread.
 */
final class Tally {
  private static final int OTHER_COUNT = 1;
  private static final int CONSTANT = 2;

  /** So large that nobody measures it, and small enough that no sum of it leaves the numbers. */
  private static final double LARGEST_SUMMAND = 1e290;

  private long count;
  private double sum;
  private double min;
  private double max;
  private Sketch sketch = new Sketch();
  // Most values are those of the run before.
  private double lastValue = Double.NaN;
  private int lastKey;

  long count() {
    return count;
  }

  double sum() {
    return sum;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  Sketch sketch() {
    return sketch;
  }

  void add(double value) {
    add(value, 1);
  }

  /** Adds the same value several times. */
  void add(double value, long times) {
    if (times == 0) {
      return;
    }
    // -0.0 is a number apart only in its bits.
    double number = value + 0.0;
    min = count == 0 ? number : Math.min(min, number);
    max = count == 0 ? number : Math.max(max, number);
    count += times;
    sum += times * Math.max(-LARGEST_SUMMAND, Math.min(number, LARGEST_SUMMAND));
    if (number != lastValue) {
      lastValue = number;
      lastKey = Sketch.keyOf(number);
    }
    sketch.add(lastKey, times);
  }

  /**
   * Removes a value that was added. The smallest and the largest of what is left are as exact as
   * their buckets.
   */
  void remove(double value) {
    double number = value + 0.0;
    count--;
    sum -= Math.max(-LARGEST_SUMMAND, Math.min(number, LARGEST_SUMMAND));
    sketch.add(Sketch.keyOf(number), -1);
    if (count > 0 && sketch.key(0) != Sketch.keyOf(min)) {
      min = Sketch.middleOf(sketch.key(0));
    }
    int last = sketch.size() - 1;
    if (count > 0 && sketch.key(last) != Sketch.keyOf(max)) {
      max = Sketch.middleOf(sketch.key(last));
    }
  }

  void merge(Tally other) {
    if (other.count == 0) {
      return;
    }
    min = count == 0 ? other.min : Math.min(min, other.min);
    max = count == 0 ? other.max : Math.max(max, other.max);
    count += other.count;
    sum += other.sum;
    sketch.merge(other.sketch);
  }

  /**
   * Writes this tally.
   *
   * @param runs how many values are expected; costs nothing when there are as many
   */
  void write(ByteWriter out, long runs) {
    boolean constant = min == max;
    out.put((count == runs ? 0 : OTHER_COUNT) | (constant ? CONSTANT : 0));
    if (count != runs) {
      out.unsigned(count);
    }
    Decimals.write(out, min);
    if (!constant) {
      Decimals.write(out, max);
      Decimals.write(out, sum);
      sketch.write(out);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Tally read(ByteReader in, long runs) {
    var tally = new Tally();
    int form = in.get();
    tally.count = (form & OTHER_COUNT) == 0 ? runs : in.unsigned();
    tally.min = Decimals.read(in);
    if ((form & CONSTANT) == 0) {
      tally.max = Decimals.read(in);
      tally.sum = Decimals.read(in);
      tally.sketch = Sketch.read(in);
    } else {
      long times = tally.count;
      tally.count = 0;
      tally.add(tally.min, times);
    }
    return tally;
  }
}
