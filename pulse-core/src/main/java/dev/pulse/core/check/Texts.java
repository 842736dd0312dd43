package dev.pulse.core.check;

import dev.pulse.api.config.Problem;
import dev.pulse.core.internal.text.ForeignText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the checks put things into words. */
final class Texts {
  /** The phrases of RFC 9110 and RFC 6585; those that a server sends are not repeated. */
  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private Texts() {}

  static String status(int status) {
    var phrase = PHRASES.get(status);
    return phrase == null ? String.valueOf(status) : status + " " + phrase;
  }

  static String duration(Duration duration) {
    return duration.toMillis() + " ms";
  }

  /** A long time, rounded down: {@code 20 days}, below two days {@code 36 hours}. */
  static String days(Duration duration) {
    return duration.toDays() >= 2
        ? duration.toDays() + " days"
        : duration.toHours() >= 2 ? duration.toHours() + " hours" : duration.toMinutes() + " min";
  }

  /**
   * How long something lasted or is ago, as exactly as people want it: {@code 42 s}, {@code 5 min}.
   */
  static String roughly(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(2)) < 0
        ? duration(duration)
        : duration.compareTo(Duration.ofMinutes(2)) < 0
            ? duration.toSeconds() + " s"
            : days(duration);
  }

  /** The end of a text, with a sign that something is missing before it. */
  static String last(String text, int most) {
    int length = text.codePointCount(0, text.length());
    return length <= most
        ? text
        : "…" + text.substring(text.offsetByCodePoints(0, length - most + 1));
  }

  /** What a server sent, fit to be shown: one line without control characters, cut off. */
  static String foreign(String text, int most) {
    return ForeignText.oneLine(text, most);
  }

  /** {@code 192.0.2.1:443} or {@code [2001:db8::1]:443}. */
  static String address(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return hostAndPort(address.getHostString(), address.getPort());
    }
    return hostAndPort(ip.getHostAddress(), address.getPort());
  }

  static String hostAndPort(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  static String problems(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}
