package dev.pulse.core.store;

import java.util.Arrays;

/**
 * Numbers that resemble each other, in few bits each: what they, or their differences, have in
 * common is taken out (a middle value and a factor), the rest is packed in as many bits as most of
 * them need, and the few that need more are patched. Any 64-bit numbers go through unchanged.
 */
final class NumberColumn {
  private static final int DELTAS = 0x80;
  private static final int SAMPLED = 15;

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

    /** The largest number that divides all of them; 0 when all are 0. */
    private static long factorOf(long[] values, int from) {
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
      if (width == 0) {
        return;
      }
      long mask = -1L >>> (64 - width);
      int held = 0;
      int bits = 0;
      for (int i = from; i < values.length; i++) {
        long value = values[i] & mask;
        int left = width;
        while (bits + left >= 8) {
          int taken = 8 - bits;
          out.put(held | (int) (value << bits));
          value >>>= taken;
          left -= taken;
          held = 0;
          bits = 0;
        }
        held |= (int) (value << bits) & 0xFF;
        bits += left;
      }
      if (bits > 0) {
        out.put(held);
      }
    }
  }

  static void write(ByteWriter out, long[] numbers) {
    var plain = new Plan(numbers.clone(), 0);
    if (plain.cost > 8 && numbers.length > 2) {
      var deltas = new Plan(deltasOf(numbers), 1);
      if (deltas.cost < plain.cost) {
        out.put(DELTAS | deltas.width);
        out.signed(numbers[0]);
        deltas.write(out);
        return;
      }
    }
    out.put(plain.width);
    plain.write(out);
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
