package dev.pulse.core.store;

import java.util.Arrays;

/**
 * Numbers that are noise around something: how far each is from what was to be expected is written
 * in Rice's code, which spends few bits on what is near and more on what is far. What is to be
 * expected is the smallest number, the middle one, the one before, or the level of those before.
 * Measured, this is within a quarter of a bit of what latencies and delays cannot do without;
 * numbers of one width are a whole bit away.
 */
final class RiceColumn {
  /** The numbers are what they exceed the smallest by. */
  private static final int SMALLEST = 0;

  /** They lie on both sides of a middle value. */
  private static final int MIDDLE = 1;

  /** They lie on both sides of the one before. */
  private static final int PREVIOUS = 2;

  /** They lie on both sides of a level that follows them slowly, as days have their rhythm. */
  private static final int LEVEL = 3;

  static final int FORMS = 4;

  private static final int LEVEL_SHIFT = 3;

  /** So many ones say that a number follows as it is, with its length before it. */
  private static final int ESCAPE = 16;

  private static final int ESCAPE_BITS = 4;
  private static final int LENGTH_BITS = 6;
  private static final int MOST_LOW_BITS = 32;
  private static final int SAMPLED = 15;
  private static final double MOST_BYTES = 1e9;
  // The base, the factor, how many low bits, how many bytes.
  private static final int HEAD = 12;

  private final int form;
  private final long base;
  private final long factor;
  private final long[] rests;
  private int lowBits;
  private int bytes = Integer.MAX_VALUE;

  private RiceColumn(int form, long base, long factor, long[] rests) {
    this.form = form;
    this.base = base;
    this.factor = factor;
    this.rests = rests;
    choose();
  }

  /** How some numbers are written shortest; at least one number. */
  static RiceColumn of(long[] numbers) {
    long first = numbers[0];
    var whole = new long[numbers.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = numbers[i] - first;
    }
    long factor = Math.max(1, NumberColumn.factorOf(whole, 0));
    long smallest = 0;
    for (int i = 0; i < whole.length; i++) {
      whole[i] = factor == 1 ? whole[i] : whole[i] / factor;
      smallest = Math.min(smallest, whole[i]);
    }
    long middle = middleOf(whole);
    var best = new RiceColumn(SMALLEST, first + smallest * factor, factor, above(whole, smallest));
    best = best.orShorter(MIDDLE, first + middle * factor, around(whole, middle));
    best = best.orShorter(PREVIOUS, first, steps(whole));
    return best.orShorter(LEVEL, first + middle * factor, fromLevel(whole, middle));
  }

  private RiceColumn orShorter(int otherForm, long otherBase, long[] otherRests) {
    var other = new RiceColumn(otherForm, otherBase, factor, otherRests);
    return other.bytes < bytes ? other : this;
  }

  private static long middleOf(long[] whole) {
    var some = new long[Math.min(whole.length, SAMPLED)];
    for (int i = 0; i < some.length; i++) {
      some[i] = whole[(int) ((long) i * whole.length / some.length)];
    }
    Arrays.sort(some);
    return some[some.length / 2];
  }

  private static long[] above(long[] whole, long smallest) {
    var rests = new long[whole.length];
    for (int i = 0; i < rests.length; i++) {
      rests[i] = whole[i] - smallest;
    }
    return rests;
  }

  private static long[] around(long[] whole, long middle) {
    var rests = new long[whole.length];
    for (int i = 0; i < rests.length; i++) {
      rests[i] = ByteWriter.zigzag(whole[i] - middle);
    }
    return rests;
  }

  private static long[] steps(long[] whole) {
    var rests = new long[whole.length];
    for (int i = 1; i < rests.length; i++) {
      rests[i] = ByteWriter.zigzag(whole[i] - whole[i - 1]);
    }
    return rests;
  }

  private static long[] fromLevel(long[] whole, long middle) {
    var rests = new long[whole.length];
    long level = 0;
    for (int i = 0; i < rests.length; i++) {
      long rest = whole[i] - middle - level;
      rests[i] = ByteWriter.zigzag(rest);
      level += rest >> LEVEL_SHIFT;
    }
    return rests;
  }

  /** Finds how many low bits cost least, from how long the numbers are and how large together. */
  private void choose() {
    var counts = new int[Long.SIZE + 1];
    var sums = new double[Long.SIZE + 1];
    for (long rest : rests) {
      int length = Long.SIZE - Long.numberOfLeadingZeros(rest);
      counts[length]++;
      sums[length] += rest;
    }
    int middle = 0;
    for (int seen = counts[0]; seen * 2 < rests.length; seen += counts[middle]) {
      middle++;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int low = Math.max(0, middle - 3); low <= Math.min(middle + 1, MOST_LOW_BITS); low++) {
      double bits = 0;
      for (int length = 0; length <= Long.SIZE; length++) {
        bits +=
            length - low > ESCAPE_BITS
                ? counts[length] * (double) (ESCAPE + LENGTH_BITS + length)
                : counts[length] * (1.0 + low) + ones(counts[length], sums[length], length, low);
      }
      if (bits < least) {
        least = bits;
        lowBits = low;
      }
    }
    bytes = HEAD + (int) Math.min(least / Byte.SIZE, MOST_BYTES);
  }

  /** About how many ones some numbers of a length need. */
  private static double ones(int count, double sum, int length, int low) {
    return length <= low ? 0 : Math.max(count, sum / (1L << low) - count / 2.0);
  }

  /** About how many bytes it takes. */
  int bytes() {
    return bytes;
  }

  /** Which of the {@link #FORMS} it is. */
  int form() {
    return form;
  }

  void write(ByteWriter out) {
    var packed = new ByteWriter();
    var bits = new BitWriter(packed);
    for (long rest : rests) {
      long ones = rest >>> lowBits;
      if (ones >>> ESCAPE_BITS == 0) {
        bits.put((1L << ones) - 1, (int) ones + 1);
        bits.put(rest, lowBits);
      } else {
        int length = Long.SIZE - Long.numberOfLeadingZeros(rest);
        bits.put((1 << ESCAPE) - 1, ESCAPE);
        bits.put(length - 1L, LENGTH_BITS);
        bits.put(rest, length);
      }
    }
    bits.end();
    out.signed(base);
    out.unsigned(factor);
    out.put(lowBits);
    out.unsigned(packed.length());
    out.put(packed.array(), 0, packed.length());
  }

  static long[] read(ByteReader in, int form, int count) {
    long base = in.signed();
    long factor = in.unsigned();
    int low = in.get();
    if (low > MOST_LOW_BITS) {
      throw new IllegalArgumentException(low + " low bits");
    }
    var numbers = new long[count];
    var bits = in.bits(in.count());
    for (int i = 0; i < count; i++) {
      long number = bits.rice(low, ESCAPE);
      numbers[i] = number >= 0 ? number : bits.get((int) bits.get(LENGTH_BITS) + 1);
    }
    bits.requireWithin();
    restore(numbers, form);
    for (int i = 0; i < count; i++) {
      numbers[i] = base + numbers[i] * factor;
    }
    return numbers;
  }

  private static void restore(long[] numbers, int form) {
    if (form == SMALLEST) {
      return;
    }
    long expected = 0;
    for (int i = 0; i < numbers.length; i++) {
      long rest = ByteReader.unzigzag(numbers[i]);
      numbers[i] = expected + rest;
      expected += form == PREVIOUS ? rest : form == LEVEL ? rest >> LEVEL_SHIFT : 0;
    }
  }
}
