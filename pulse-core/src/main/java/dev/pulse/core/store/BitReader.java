package dev.pulse.core.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what a {@link BitWriter} wrote. Beyond the end there are zeros; {@link #requireWithin}
 * tells whether any of them were used. Confine to one thread.
 */
final class BitReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many bits of {@link #peek} are there at least. */
  private static final int SEEN = Long.SIZE - Byte.SIZE + 1;

  private final byte[] bytes;
  private final long end;
  private long position;

  /** Reads some of the bytes. */
  BitReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = (long) from * Byte.SIZE;
    this.end = (long) end * Byte.SIZE;
  }

  /** The next bits, as many as fit, without passing over them. */
  private long peek() {
    int at = (int) (position >>> 3);
    long word = at + Long.BYTES <= bytes.length ? (long) LONGS.get(bytes, at) : last(at);
    return word >>> (position & 7);
  }

  private long last(int at) {
    long word = 0;
    for (int i = 0; at + i < bytes.length && i < Long.BYTES; i++) {
      word |= (bytes[at + i] & 0xFFL) << (i * Byte.SIZE);
    }
    return word;
  }

  /**
   * The next number.
   *
   * @param width of how many bits, 0 to 64
   */
  long get(int width) {
    if (width > SEEN) {
      long low = get(Integer.SIZE);
      return low | get(width - Integer.SIZE) << Integer.SIZE;
    }
    long value = peek() & ((1L << width) - 1);
    position += width;
    return value;
  }

  /**
   * Ones, a zero, and some bits: what stands for the ones, followed by the bits, in one look.
   *
   * @param width how many bits, 0 to 32
   * @param most so many ones, at most 24, have neither a zero nor bits behind them
   * @return negative for that many ones
   */
  long rice(int width, int most) {
    long word = peek();
    int ones = Long.numberOfTrailingZeros(~word);
    if (ones >= most) {
      position += most;
      return -1;
    }
    position += ones + 1 + width;
    return ((long) ones << width) | ((word >>> (ones + 1)) & ((1L << width) - 1));
  }

  /** Refuses what was read beyond the end. */
  void requireWithin() {
    if (position > end) {
      throw new IndexOutOfBoundsException("bit " + position + " of " + end);
    }
  }
}
