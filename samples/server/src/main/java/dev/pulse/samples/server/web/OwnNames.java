package dev.pulse.samples.server.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names by which a server on loopback is called. A page can have the name it came from lead to
 * this machine afterwards (DNS rebinding): its browser takes our server for the page's own, and
 * only the name tells. Together with our own port, that is: whoever comes through a proxy or a
 * tunnel asked for the port of that. Immutable.
 */
final class OwnNames {
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final String USUAL_PORT = "80";

  private final String host;
  private final String port;
  private final boolean loopback;

  /**
   * The names of a server.
   *
   * @param host what it listens on
   * @param port the port that it got
   */
  OwnNames(String host, int port) {
    this.host = host.toLowerCase(Locale.ROOT);
    this.port = Integer.toString(port);
    this.loopback = isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // It was listened on a moment ago: what the name leads to now is anybody's guess.
      return false;
    }
  }

  /**
   * Whether a page that was loaded over HTTP from an authority must have had its name changed
   * since.
   */
  boolean isForeign(String authority) {
    var lower = authority.toLowerCase(Locale.ROOT);
    // Of an address in brackets this makes no port, and nobody can lead an address elsewhere.
    int colon = lower.indexOf(':');
    var name = colon < 0 ? lower : lower.substring(0, colon);
    var asked = colon < 0 ? USUAL_PORT : lower.substring(colon + 1);
    return loopback && asked.equals(port) && !isOurs(name);
  }

  private boolean isOurs(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals(host)
        || NUMBERS.matcher(name).matches();
  }
}
