package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cookie of this server: how it is set, and what comes back of it. No script sees it, and it goes
 * to no other site; over TLS it stays there. Immutable.
 */
public final class OwnCookie {
  /** A browser may have some of the same name, of paths above. */
  private static final int MOST = 3;

  private final String name;
  private final String path;
  private final String site;

  private OwnCookie(String name, String path, String site) {
    this.name = requireNonNull(name, "name");
    this.path = path.isEmpty() ? "/" : path;
    this.site = site;
  }

  /**
   * A cookie that a browser sends with what pages of this site ask for, and with nothing else.
   *
   * @param purpose what it is for, such as {@code session}
   * @param port the port of the server; cookies do not tell ports apart, their names must
   * @param path below which it is sent; empty for the root
   */
  public static OwnCookie strict(String purpose, int port, String path) {
    return new OwnCookie("pulse_" + purpose + "_" + port, path, "Strict");
  }

  /**
   * A cookie that is sent as well when somebody follows a link of another site to here. For what
   * only reads: people are led to it by messages.
   */
  public static OwnCookie forLinks(String purpose, int port, String path) {
    return new OwnCookie("pulse_" + purpose + "_" + port, path, "Lax");
  }

  /**
   * The header {@code Set-Cookie}.
   *
   * @param request what is answered; says whether it came by TLS
   * @param life how long a browser keeps it; zero has it forget
   */
  public String set(Request request, String value, Duration life) {
    return name
        + "="
        + value
        + "; Path="
        + path
        + "; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; SameSite="
        + site
        + (isByTls(request) ? "; Secure" : "");
  }

  /** The server has no certificate itself: a proxy has, and both it and the browser say so. */
  private static boolean isByTls(Request request) {
    return begins(request.header("Origin"), "https:")
        || begins(request.header("X-Forwarded-Proto"), "https");
  }

  private static boolean begins(Optional<String> header, String beginning) {
    return header.filter(it -> it.toLowerCase(Locale.ROOT).startsWith(beginning)).isPresent();
  }

  /** What a request has of it; nothing of it needs to be true. */
  public List<String> values(Request request) {
    var cookies = request.header("Cookie").orElse("");
    return List.of(cookies.split(";", -1)).stream()
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .filter(value -> !value.isEmpty())
        .limit(MOST)
        .toList();
  }
}
