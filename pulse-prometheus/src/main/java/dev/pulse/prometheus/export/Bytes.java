package dev.pulse.prometheus.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that grows, as UTF-8. Written to directly, because a scrape of a hundred thousand series
 * spends nearly all of its time here. Confine to one thread until it is complete.
 */
final class Bytes extends OutputStream {
  private static final int FIRST = 256;

  /** Below it, whole numbers are written as {@link Double#toString} writes them. */
  private static final double PLAIN = 1e7;

  private byte[] bytes = new byte[FIRST];
  private int length;

  int length() {
    return length;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Takes back what was written after a position. */
  void cut(int to) {
    length = to;
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Another text. */
  Bytes append(Bytes other) {
    write(other.bytes, 0, other.length);
    return this;
  }

  /** A text as it is. */
  Bytes append(String text) {
    int count = text.length();
    reserve(3L * count);
    for (int i = 0; i < count; i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes[length++] = (byte) unit;
      } else {
        i = beyondAscii(text, i);
      }
    }
    return this;
  }

  /** The value of a label, without the quotes around it. */
  Bytes appendValue(String text) {
    int count = text.length();
    reserve(3L * count);
    for (int i = 0; i < count; i++) {
      char unit = text.charAt(i);
      if (unit >= 0x80) {
        i = beyondAscii(text, i);
      } else if (unit == '"' || unit == '\\' || unit == '\n') {
        reserve(2 + 3L * (count - i));
        bytes[length++] = '\\';
        bytes[length++] = (byte) (unit == '\n' ? 'n' : unit);
      } else {
        bytes[length++] = (byte) unit;
      }
    }
    return this;
  }

  /**
   * Writes the character at an index, for which there is room; half a surrogate pair is {@code ?}.
   */
  private int beyondAscii(String text, int index) {
    int character = text.codePointAt(index);
    if (character < 0x800) {
      bytes[length++] = (byte) (0xC0 | (character >> 6));
      bytes[length++] = tail(character);
      return index;
    }
    if (character < 0x10000) {
      if (Character.isSurrogate((char) character)) {
        bytes[length++] = '?';
        return index;
      }
      bytes[length++] = (byte) (0xE0 | (character >> 12));
      bytes[length++] = tail(character >> 6);
      bytes[length++] = tail(character);
      return index;
    }
    bytes[length++] = (byte) (0xF0 | (character >> 18));
    bytes[length++] = tail(character >> 12);
    bytes[length++] = tail(character >> 6);
    bytes[length++] = tail(character);
    return index + 1;
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** A number, as {@link Double#toString} has it. */
  Bytes append(double value) {
    long whole = (long) value;
    if (value == whole && Math.abs(value) < PLAIN && (whole != 0 || isPositiveZero(value))) {
      return append(whole);
    }
    return append(Double.toString(value));
  }

  private static boolean isPositiveZero(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  private Bytes append(long value) {
    reserve(12);
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long power = 10; rest >= power; power *= 10) {
      digits++;
    }
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    bytes[length++] = '.';
    bytes[length++] = '0';
    return this;
  }

  private void reserve(long more) {
    if (bytes.length - length < more) {
      long wanted = Math.max(2L * bytes.length, length + more);
      if (length + more > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException("the lines of one metric are longer than 2 GiB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }
}
