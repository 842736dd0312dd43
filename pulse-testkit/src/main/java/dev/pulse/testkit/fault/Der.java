package dev.pulse.testkit.fault;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the few kinds of DER (ITU-T X.690) that a certificate is made of. */
final class Der {
  static final byte[] TRUE = {1, 1, (byte) 0xff};

  /** For times from 2050 on; earlier ones have two digits of the year only (RFC 5280, 4.1.2.5). */
  private static final Instant LONG_TIMES = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  static byte[] explicit(int number, byte[] part) {
    return tagged(0xa0 + number, part);
  }

  static byte[] integer(BigInteger value) {
    return tagged(2, value.toByteArray());
  }

  static byte[] bits(byte[] bytes) {
    return tagged(3, new byte[] {0}, bytes);
  }

  static byte[] octets(byte[] bytes) {
    return tagged(4, bytes);
  }

  static byte[] text(String text) {
    return tagged(12, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant time) {
    var digits = TIME.format(time);
    return time.isBefore(LONG_TIMES)
        ? tagged(23, digits.substring(2).getBytes(StandardCharsets.US_ASCII))
        : tagged(24, digits.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(int first, int second, int... others) {
    var out = new ByteArrayOutputStream();
    out.write(first * 40 + second);
    for (int number : others) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if ((number >>> shift) != 0) {
          out.write(((number >>> shift) & 0x7f) | 0x80);
        }
      }
      out.write(number & 0x7f);
    }
    return tagged(6, out.toByteArray());
  }

  static byte[] tagged(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 256) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length >= 128) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
