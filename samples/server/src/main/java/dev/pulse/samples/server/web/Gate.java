package dev.pulse.samples.server.web;

import dev.pulse.api.config.Secret;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may come in at all: the right token, and no foreign page behind it. */
final class Gate {
  private final @Nullable Secret token;
  private final Set<String> openPaths;

  Gate(@Nullable Secret token, Set<String> openPaths) {
    this.token = token;
    this.openPaths = openPaths;
  }

  void check(Context context) {
    if (token != null && !openPaths.contains(context.path())) {
      requireToken(token, context.header("Authorization"));
    }
    requireOwnOrigin(context.header("Origin"), context.header("Host"));
  }

  private static void requireToken(Secret token, @Nullable String authorization) {
    var given = authorization == null ? null : credentials(authorization);
    if (given == null || !token.matches(given)) {
      throw HttpError.of(401, "Unauthorized")
          .withDetail(
              "This route needs the header \"Authorization: Bearer\" with the token, or Basic with"
                  + " the token as password.")
          .withHeader("WWW-Authenticate", "Basic realm=\"Pulse\", charset=\"UTF-8\"");
    }
  }

  private static @Nullable String credentials(String authorization) {
    int blank = authorization.indexOf(' ');
    if (blank < 0) {
      return null;
    }
    var rest = authorization.substring(blank + 1).strip();
    return switch (authorization.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "bearer" -> rest;
      case "basic" -> password(rest);
      default -> null;
    };
  }

  private static @Nullable String password(String encoded) {
    try {
      var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1);
    } catch (IllegalArgumentException e) {
      // Not Base64: whatever it is, it is not the token.
      return null;
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
