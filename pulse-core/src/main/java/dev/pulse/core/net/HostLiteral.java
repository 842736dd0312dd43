package dev.pulse.core.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a host as every address that some resolver would take it for without asking a name server.
 * Besides the usual notation that is what {@code inet_aton} reads: fewer than four parts, and parts
 * in octal or hexadecimal. Readers disagree about a leading zero, so such a part is read both ways.
 */
final class HostLiteral {
  private static final BigInteger MAX = BigInteger.valueOf(0xffff_ffffL);

  private HostLiteral() {}

  /** The addresses a host may stand for; empty when it is a name. */
  static List<InetAddress> read(String host) {
    var text = Normalizer.normalize(host.strip(), Normalizer.Form.NFKC).replace('\u3002', '.');
    text = text.toLowerCase(Locale.ROOT);
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    while (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.equals("localhost") || text.endsWith(".localhost")) {
      return List.of(InetAddress.getLoopbackAddress());
    }
    if (text.indexOf(':') >= 0) {
      return readSix(text);
    }
    var found = new LinkedHashSet<Long>();
    combine(text.split("\\.", -1), 0, BigInteger.ZERO, found);
    return found.stream().map(HostLiteral::four).toList();
  }

  private static List<InetAddress> readSix(String text) {
    int zone = text.indexOf('%');
    var digits = zone < 0 ? text : text.substring(0, zone);
    if (!digits.matches("[0-9a-f:.]{2,45}")) {
      return List.of();
    }
    try {
      return List.of(InetAddress.getByName("[" + digits + "]"));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /** Reads part after part, in every way each can be read; the last fills what is left. */
  private static void combine(String[] parts, int index, BigInteger high, Set<Long> found) {
    if (parts.length > 4) {
      return;
    }
    boolean last = index == parts.length - 1;
    int width = last ? 8 * (4 - index) : 8;
    for (BigInteger value : values(parts[index])) {
      if (value.bitLength() > width) {
        continue;
      }
      var sum = high.shiftLeft(width).or(value);
      if (last) {
        found.add(sum.and(MAX).longValueExact());
      } else {
        combine(parts, index + 1, sum, found);
      }
    }
  }

  private static List<BigInteger> values(String part) {
    var values = new ArrayList<BigInteger>();
    if (part.length() > 64) {
      return values;
    }
    add(values, part, "[0-9]+", 10);
    if (part.startsWith("0x")) {
      add(values, part.substring(2), "[0-9a-f]*", 16);
    } else if (part.startsWith("0") && part.length() > 1) {
      add(values, part, "[0-7]+", 8);
    }
    return values;
  }

  private static void add(List<BigInteger> values, String digits, String form, int radix) {
    if (digits.matches(form)) {
      values.add(digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, radix));
    }
  }

  private static InetAddress four(long value) {
    return address((byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value);
  }

  static InetAddress address(byte... bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }
}
