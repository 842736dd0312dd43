package dev.pulse.samples.ethereum.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen, written as {@code [host]:port}.
 *
 * @param host a name or a literal address; {@code 0.0.0.0} where none was given
 * @param port 0 to 65535; 0 takes any that is free
 */
public record ListenAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{0,253}):([0-9]{1,5})");
  private static final String ALLOWED =
      "must be [host]:port with a port from 0 to 65535, such as :9091 or 127.0.0.1:9091";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException that says what is allowed without repeating the text
   */
  static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw new IllegalArgumentException(ALLOWED);
    }
    var host = matcher.group(1);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    return new ListenAddress(host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(matcher.group(2)));
  }

  /** Whether both cannot be listened on by one process. */
  boolean collidesWith(ListenAddress other) {
    return port != 0 && port == other.port && host.equals(other.host);
  }

  /** Whether nobody but this machine reaches it; false where the name is not known. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Listening there fails with a message of its own.
      return false;
    }
  }
}
