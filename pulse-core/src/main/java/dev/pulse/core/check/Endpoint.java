package dev.pulse.core.check;

import dev.pulse.api.config.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A host and a port, as somebody wrote them; may be wrong. Immutable.
 *
 * @param host a name or an address without brackets; empty when the text has another form
 * @param port the port, of any size
 */
record Endpoint(String host, int port) {
  /** What {@link #parse} makes of a text that it cannot read. */
  static final Endpoint MALFORMED = new Endpoint("", 0);

  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f.]*:[^\\[\\]]*)]|([^\\[\\]:/@?#]+)):(\\d{1,5})/?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}\\.?$)[\\p{Alnum}_]([\\p{Alnum}_-]*[\\p{Alnum}_])?"
              + "(\\.[\\p{Alnum}_]([\\p{Alnum}_-]*[\\p{Alnum}_])?)*\\.?",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]{1,30})?");
  private static final Pattern FOUR =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  /** A host, which may stand in brackets, and a port. */
  static Endpoint of(String host, int port) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new Endpoint(bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** Reads {@code host:port} or {@code scheme://host:port}, IPv6 in brackets. */
  static Endpoint parse(String scheme, String text) {
    var prefix = scheme + "://";
    var address = text.strip();
    if (address.regionMatches(true, 0, prefix, 0, prefix.length())) {
      address = address.substring(prefix.length());
    }
    var match = ADDRESS.matcher(address);
    if (!match.matches()) {
      return MALFORMED;
    }
    var host = match.group(1) == null ? match.group(2) : match.group(1);
    return new Endpoint(host, Integer.parseInt(match.group(3)));
  }

  /** What is wrong with it, under the key of an option; the example says what is right. */
  List<Problem> problems(String key, String scheme, String example) {
    if (equals(MALFORMED)) {
      return List.of(
          new Problem(
              "",
              key,
              "must be host:port or "
                  + scheme
                  + "://host:port, with IPv6 in brackets, like "
                  + example));
    }
    var problems = new ArrayList<Problem>();
    if (!isHost()) {
      problems.add(new Problem("", key, "must name a host or an IP address"));
    }
    if (port < 1 || port > 65535) {
      problems.add(new Problem("", key, "must have a port of 1 to 65535, but has " + port));
    }
    return problems;
  }

  /** Whether the host is an address in the usual notation: the JDK then asks no name server. */
  boolean isLiteral() {
    return host.indexOf(':') >= 0 || FOUR.matcher(host).matches();
  }

  /** Whether a text can be the name of a host. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private boolean isHost() {
    if (host.indexOf(':') < 0) {
      return isName(host);
    }
    if (!SIX.matcher(host).matches()) {
      return false;
    }
    try {
      // Only what can stand in an IPv6 address, in brackets: the JDK asks no name server.
      int zone = host.indexOf('%');
      return InetAddress.getByName("[" + (zone < 0 ? host : host.substring(0, zone)) + "]") != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** {@code host:port}, with IPv6 in brackets. */
  @Override
  public String toString() {
    return Texts.hostAndPort(host, port);
  }
}
