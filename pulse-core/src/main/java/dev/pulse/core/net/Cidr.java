package dev.pulse.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A range of addresses: those that share their first bits. */
final class Cidr {
  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f.:]{2,45})/(\\d{1,3})");

  private final byte[] base;
  private final int bits;
  private final String text;

  private Cidr(byte[] base, int bits, String text) {
    this.base = base;
    this.bits = bits;
    this.text = text;
  }

  /**
   * A range in the usual notation, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
   *
   * @throws IllegalArgumentException when it is none, or names an address inside the range instead
   *     of its first
   */
  static Cidr of(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw malformed(text);
    }
    byte[] base = literal(match.group(1), text);
    int bits = Integer.parseInt(match.group(2));
    if (bits > base.length * 8) {
      throw malformed(text);
    }
    for (int i = bits; i < base.length * 8; i++) {
      if ((base[i / 8] & (0x80 >> i % 8)) != 0) {
        throw new IllegalArgumentException(
            "address range \""
                + text
                + "\" must begin with its first address: all bits after the first "
                + bits
                + " must be zero");
      }
    }
    return new Cidr(base, bits, text);
  }

  boolean contains(byte[] address) {
    if (address.length != base.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, base, 0, whole)) {
      return false;
    }
    int mask = bits % 8 == 0 ? 0 : 0xff << (8 - bits % 8) & 0xff;
    return mask == 0 || (address[whole] & mask) == (base[whole] & mask);
  }

  /** Whether every address of another range is one of this. */
  boolean contains(Cidr other) {
    return other.bits >= bits && contains(other.base);
  }

  private static byte[] literal(String address, String whole) {
    boolean four = address.indexOf(':') < 0;
    if (four && !address.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
      throw malformed(whole);
    }
    try {
      // Digits, dots and colons only: the JDK parses it and asks no name server.
      byte[] bytes = InetAddress.getByName(four ? address : "[" + address + "]").getAddress();
      if (!four && bytes.length == 4) {
        throw new IllegalArgumentException(
            "address range \"" + whole + "\" is IPv4 in the guise of IPv6: write it as IPv4");
      }
      return bytes;
    } catch (UnknownHostException e) {
      throw malformed(whole);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not an address range like 10.0.0.0/8 or fc00::/7");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && bits == cidr.bits && Arrays.equals(base, cidr.base);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(base) * 31 + bits;
  }

  @Override
  public String toString() {
    return text;
  }
}
