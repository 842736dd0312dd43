package dev.pulse.samples.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a token from the header {@code Authorization}: as bearer token, or as password. */
final class Credentials {
  private Credentials() {}

  /** The token; null when there is none, or in another form. */
  static @Nullable String of(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
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
}
