package dev.pulse.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow at their end, with numbers in as few of them as they need. Confine to one thread.
 */
final class ByteWriter {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written, from a place on; valid until the next write. */
  byte[] array() {
    return bytes;
  }

  void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void put(byte[] more) {
    put(more, 0, more.length);
  }

  void put(byte[] more, int from, int count) {
    reserve(count);
    System.arraycopy(more, from, bytes, length, count);
    length += count;
  }

  /** A number that is rarely negative: seven bits to a byte. */
  void unsigned(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number of either sign. */
  void signed(long value) {
    unsigned(zigzag(value));
  }

  /** The length of some bytes, and the bytes. */
  void sized(byte[] more) {
    unsigned(more.length);
    put(more);
  }

  /** The length of a text in UTF-8, and the text. */
  void text(String text) {
    int count = text.length();
    if (count < 128 && ascii(text)) {
      bytes[length - count - 1] = (byte) count;
      return;
    }
    sized(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Most texts are short and plain; these need no array of their own. */
  private boolean ascii(String text) {
    int count = text.length();
    reserve(count + 1);
    int at = length + 1;
    for (int i = 0; i < count; i++) {
      char next = text.charAt(i);
      if (next >= 128) {
        return false;
      }
      bytes[at++] = (byte) next;
    }
    length = at;
    return true;
  }

  /** Small numbers of either sign as small numbers. */
  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), length + length / 2));
    }
  }
}
