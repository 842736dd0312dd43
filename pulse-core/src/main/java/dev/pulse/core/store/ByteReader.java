package dev.pulse.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Bytes that nobody wrote like this end in an {@link
 * IndexOutOfBoundsException} or {@link IllegalArgumentException}. Confine to one thread.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int from, int end) {
    if (from < 0 || from > end || end > bytes.length) {
      throw new IndexOutOfBoundsException("from " + from + " to " + end + " of " + bytes.length);
    }
    this.bytes = bytes;
    this.start = from;
    this.position = from;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  /** A reader of the same bytes that begins anew. */
  ByteReader again() {
    return new ByteReader(bytes, start, end);
  }

  /** How many bytes there are in all. */
  int length() {
    return end - start;
  }

  /** All of the bytes, from the first one on, whatever was read. */
  byte[] copy() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** Adds all of the bytes to a writer, whatever was read. */
  void copyTo(ByteWriter out) {
    out.put(bytes, start, end - start);
  }

  int position() {
    return position;
  }

  /** Goes to a place where this reader has been. */
  void position(int place) {
    if (place < start || place > end) {
      throw new IndexOutOfBoundsException(place + " of " + start + " to " + end);
    }
    position = place;
  }

  /** Passes over some bytes; not more than a {@link #count} said. */
  void skip(int count) {
    position += count;
  }

  int get() {
    if (position >= end) {
      throw new IndexOutOfBoundsException("nothing after " + end);
    }
    return bytes[position++] & 0xFF;
  }

  long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = get();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  long signed() {
    return unzigzag(unsigned());
  }

  /** A number that counts things which follow, so that it cannot be larger than what is left. */
  int count() {
    long value = unsigned();
    if (value < 0 || value > end - position) {
      throw new IndexOutOfBoundsException(value + " of " + (end - position));
    }
    return (int) value;
  }

  byte[] sized() {
    int count = count();
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  String text() {
    int count = count();
    position += count;
    return new String(bytes, position - count, count, StandardCharsets.UTF_8);
  }

  /** A reader of the next bytes, which are passed over here. */
  ByteReader part(int count) {
    if (count < 0 || count > end - position) {
      throw new IndexOutOfBoundsException(count + " of " + (end - position));
    }
    position += count;
    return new ByteReader(bytes, position - count, position);
  }

  /** A reader of the bits of the next bytes, which are passed over here. */
  BitReader bits(int count) {
    if (count < 0 || count > end - position) {
      throw new IndexOutOfBoundsException(count + " of " + (end - position));
    }
    position += count;
    return new BitReader(bytes, position - count, position);
  }

  /**
   * Numbers of {@code width} bits each, as {@link NumberColumn} packs them.
   *
   * @param into as many as there are
   */
  void unpack(int width, long[] into) {
    var bits = bits(Math.toIntExact(((long) into.length * width + 7) / 8));
    for (int i = 0; i < into.length; i++) {
      into[i] = bits.get(width);
    }
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
