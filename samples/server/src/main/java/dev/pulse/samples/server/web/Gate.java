package dev.pulse.samples.server.web;

import dev.pulse.api.config.Secret;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may come in at all: the right token, and no foreign page behind it. */
final class Gate {
  private final @Nullable Secret token;
  private final Set<String> openPaths;

  /**
   * A gate.
   *
   * @param token what callers must know; null for nothing
   * @param openPaths paths that need no token, written as those of routes are
   */
  Gate(@Nullable Secret token, Set<String> openPaths) {
    this.token = token;
    this.openPaths = openPaths;
  }

  void check(Context context) {
    if (token != null && !isOpen(context.path())) {
      requireToken(token, context.header("Authorization"));
    }
    requireOwnOrigin(context.header("Origin"), context.header("Host"));
  }

  private boolean isOpen(String path) {
    return openPaths.stream().anyMatch(open -> Route.matches(open, path));
  }

  private static void requireToken(Secret token, @Nullable String authorization) {
    var given = Credentials.of(authorization);
    if (given == null || !token.matches(given)) {
      throw HttpError.of(401, "Unauthorized")
          .withDetail(
              "This route needs the header \"Authorization: Bearer\" with the token, or Basic with"
                  + " the token as password.")
          .withHeader("WWW-Authenticate", "Basic realm=\"Pulse\", charset=\"UTF-8\"");
    }
  }

  /** Browsers say which page a request comes from; a page of another host has no business here. */
  private static void requireOwnOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return;
    }
    var authority = authority(origin);
    if (authority == null || host == null || !authority.equals(plain(origin, host))) {
      throw HttpError.of(403, "Cross-origin request refused")
          .withDetail("The header Origin names another host than the header Host.");
    }
  }

  private static @Nullable String authority(String origin) {
    try {
      var uri = new URI(origin);
      return uri.getRawAuthority() == null ? null : plain(origin, uri.getRawAuthority());
    } catch (URISyntaxException e) {
      // No origin that could be ours.
      return null;
    }
  }

  /** An authority in lower case and without the port that the scheme of the origin has anyway. */
  private static String plain(String origin, String authority) {
    var lower = authority.toLowerCase(Locale.ROOT);
    var usual = origin.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }
}
