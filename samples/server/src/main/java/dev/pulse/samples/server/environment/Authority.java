package dev.pulse.samples.server.environment;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The part of an address that says whom to ask: {@code user:password@host:port}. An IPv6 host
 * stands in brackets in the text and without them here.
 *
 * @param userInfo what stands before the at sign, still encoded
 * @param host a name or a literal address
 * @param port 1 to 65535
 */
public record Authority(Optional<String> userInfo, String host, OptionalInt port) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}._-]{0,252})");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /**
   * Reads an authority.
   *
   * @throws IllegalArgumentException that says what is wrong without repeating the text
   */
  public static Authority parse(String text) {
    int at = text.lastIndexOf('@');
    var userInfo = at < 0 ? Optional.<String>empty() : Optional.of(text.substring(0, at));
    var place = text.substring(at + 1);
    int end = place.startsWith("[") ? place.indexOf(']') + 1 : place.indexOf(':');
    if (place.startsWith("[") && end == 0) {
      throw new IllegalArgumentException("has an IPv6 address without a closing bracket");
    }
    var host = end < 0 ? place : place.substring(0, end);
    var rest = end < 0 ? "" : place.substring(end);
    return new Authority(userInfo, requireHost(host), port(rest));
  }

  /** The host as it stands in a URL. */
  public String urlHost() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String requireHost(String host) {
    if (host.startsWith("[")) {
      var address = host.substring(1, host.length() - 1);
      if (address.contains(":") && IPV6.matcher(address).matches()) {
        return address;
      }
    } else if (NAME.matcher(host).matches()) {
      return host;
    }
    throw new IllegalArgumentException("must name a host");
  }

  private static OptionalInt port(String text) {
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    var digits = text.substring(1);
    if (text.charAt(0) == ':' && PORT.matcher(digits).matches()) {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65535) {
        return OptionalInt.of(port);
      }
    }
    throw new IllegalArgumentException("must have a port from 1 to 65535, or none");
  }

  /** Without the user info, which may hold a password. */
  @Override
  public String toString() {
    return urlHost() + (port.isPresent() ? ":" + port.getAsInt() : "");
  }
}
