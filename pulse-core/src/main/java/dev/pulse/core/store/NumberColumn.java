package dev.pulse.core.store;

import java.util.Arrays;

/**
 * Numbers that resemble each other, in few bits each: what they, or their differences, have in
 * common is taken out (a middle value and a factor), the rest is packed in as many bits as most of
 * them need, and the few that need more are patched. Any 64-bit numbers go through unchanged.
 */
final class NumberColumn {
  private static final int DELTAS = 0x80;

  /** The first of the forms of {@link RiceColumn}; what is below is a width. */
  private static final int RICE = 65;

  private static final int SAMPLED = 15;
  private static final int NEIGHBOURS = 32;

  /** What costs so many bytes is not worth another plan. */
  private static final int CHEAP = 8;

  private NumberColumn() {}

  /** How some numbers would be written. */
  private static final class Plan {
    final long[] values;
    final int from;
    final long middle;
    final long factor;
    final int width;
    final int patches;
    final int cost;

    /** A plan for the values from a place on; turns them into what is packed. */
    Plan(long[] values, int from) {
      this.values = values;
      this.from = from;
      middle = middleOf(values, from);
      for (int i = from; i < values.length; i++) {
        values[i] -= middle;
      }
      factor = factorOf(values, from);
      var lengths = new int[65];
      for (int i = from; i < values.length; i++) {
        long value = factor > 1 ? values[i] / factor : values[i];
        values[i] = ByteWriter.zigzag(value);
        lengths[64 - Long.numberOfLeadingZeros(values[i])]++;
      }
      int count = values.length - from;
      int bestWidth = 64;
      int bestPatches = 0;
      int bestCost = Integer.MAX_VALUE;
      for (int width = 0; width <= 64; width++) {
        if (width > 0 && lengths[width] == 0) {
          continue;
        }
        int patched = 0;
        int bytes = (count * width + 7) / 8;
        for (int longer = width + 1; longer <= 64; longer++) {
          patched += lengths[longer];
          bytes += lengths[longer] * (1 + (longer - width + 6) / 7);
        }
        if (bytes < bestCost) {
          bestCost = bytes;
          bestWidth = width;
          bestPatches = patched;
        }
      }
      width = bestWidth;
      patches = bestPatches;
      cost = bestCost + 4;
    }

    /** Near the median: the median of a few, evenly spread. */
    private static long middleOf(long[] values, int from) {
      int count = values.length - from;
      if (count == 0) {
        return 0;
      }
      var some = new long[Math.min(count, SAMPLED)];
      for (int i = 0; i < some.length; i++) {
        some[i] = values[from + (int) ((long) i * count / some.length)];
      }
      Arrays.sort(some);
      return some[some.length / 2];
    }

    void write(ByteWriter out) {
      out.signed(middle);
      out.unsigned(patches);
      if (width == 0 && patches == 0) {
        return;
      }
      out.unsigned(factor);
      pack(out);
      int last = from;
      for (int i = from; i < values.length && patches > 0; i++) {
        if (width < 64 && values[i] >>> width != 0) {
          out.unsigned(i - last);
          out.unsigned(values[i] >>> width);
          last = i;
        }
      }
    }

    private void pack(ByteWriter out) {
      var bits = new BitWriter(out);
      for (int i = from; i < values.length; i++) {
        bits.put(values[i], width);
      }
      bits.end();
    }
  }

  static void write(ByteWriter out, long[] numbers) {
    var best = new Plan(numbers.clone(), 0);
    if (best.cost > CHEAP && numbers.length > 2) {
      var deltas = new Plan(deltasOf(numbers), 1);
      best = deltas.cost < best.cost ? deltas : best;
    }
    // Rice's code takes a bit for each number at least.
    if (best.cost > CHEAP + numbers.length / Byte.SIZE) {
      var rice = RiceColumn.of(numbers);
      if (rice.bytes() < best.cost) {
        out.put(RICE + rice.form());
        rice.write(out);
        return;
      }
    }
    out.put(best.width | (best.from == 0 ? 0 : DELTAS));
    if (best.from != 0) {
      out.signed(numbers[0]);
    }
    best.write(out);
  }

  /** How far numbers lie apart: how long the differences of some neighbours are together. */
  static int spread(long[] numbers) {
    int step = Math.max(1, numbers.length / NEIGHBOURS);
    int lengths = 0;
    for (int i = step; i < numbers.length; i += step) {
      long difference = ByteWriter.zigzag(numbers[i] - numbers[i - step]);
      lengths += Long.SIZE - Long.numberOfLeadingZeros(difference);
    }
    return lengths;
  }

  /** The largest number that divides all of them; 0 when all are 0. */
  static long factorOf(long[] values, int from) {
    long factor = 0;
    for (int i = from; i < values.length && factor != 1; i++) {
      long value = values[i];
      if (value == Long.MIN_VALUE) {
        return 1;
      }
      factor = greatestCommonDivisor(Math.abs(value), factor);
    }
    return factor;
  }

  private static long greatestCommonDivisor(long first, long second) {
    long a = first;
    long b = second;
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  private static long[] deltasOf(long[] numbers) {
    var deltas = new long[numbers.length];
    for (int i = 1; i < numbers.length; i++) {
      deltas[i] = numbers[i] - numbers[i - 1];
    }
    return deltas;
  }

  static long[] read(ByteReader in, int count) {
    int head = in.get();
    if (head >= RICE && head < RICE + RiceColumn.FORMS) {
      return RiceColumn.read(in, head - RICE, count);
    }
    int width = head & 0x7F;
    if (width > 64) {
      throw new IllegalArgumentException("numbers of " + width + " bits");
    }
    if ((head & DELTAS) == 0) {
      return readPlain(in, width, count);
    }
    long first = in.signed();
    long[] deltas = readPlain(in, width, count - 1);
    var numbers = new long[count];
    numbers[0] = first;
    for (int i = 1; i < count; i++) {
      numbers[i] = numbers[i - 1] + deltas[i - 1];
    }
    return numbers;
  }

  private static long[] readPlain(ByteReader in, int width, int count) {
    long middle = in.signed();
    int patches = in.count();
    var values = new long[count];
    if (width == 0 && patches == 0) {
      Arrays.fill(values, middle);
      return values;
    }
    long factor = in.unsigned();
    in.unpack(width, values);
    int at = 0;
    for (int i = 0; i < patches; i++) {
      at = Math.addExact(at, Math.toIntExact(in.unsigned()));
      values[at] |= in.unsigned() << width;
    }
    for (int i = 0; i < count; i++) {
      values[i] = middle + ByteReader.unzigzag(values[i]) * factor;
    }
    return values;
  }
}
