package dev.pulse.samples.app.config;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Setting;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who may ask the server: {@code tokens} with names and roles, and the one {@code token}. */
final class TokenReader {
  private static final int SHORTEST = 16;

  /** What the one token without a name is called. */
  private static final String UNNAMED = "token";

  private TokenReader() {}

  static List<AccessToken> read(Settings server) {
    var tokens = new ArrayList<AccessToken>();
    var names = new HashMap<String, String>();
    var secrets = new HashMap<Secret, String>();
    secret(server)
        .optional()
        .ifPresent(
            secret -> {
              tokens.add(new AccessToken(UNNAMED, Role.ADMIN, secret));
              names.put(UNNAMED, "server.token");
              secrets.put(secret, "server.token");
            });
    for (Settings section : server.sections("tokens")) {
      var name =
          section
              .text("name")
              .where(
                  AccessToken::isName, "must be 1 to " + AccessToken.LONGEST_NAME + " characters")
              .required();
      var role = section.choice("role", Role.class).required();
      var secret = secret(section).required();
      if (section.has("name")) {
        noteTwice(section, "name", names.putIfAbsent(name, section.path()));
      }
      if (secret.reveal().length() >= SHORTEST) {
        noteTwice(section, "token", secrets.putIfAbsent(secret, section.path()));
      }
      tokens.add(new AccessToken(name, role, secret));
    }
    return tokens;
  }

  private static void noteTwice(Settings section, String key, @Nullable String other) {
    if (other != null) {
      section.note(key, "is that of " + other + " already; each caller needs one of its own");
    }
  }

  private static Setting<Secret> secret(Settings section) {
    return section
        .secret("token")
        .where(
            token -> token.reveal().length() >= SHORTEST,
            "must have at least " + SHORTEST + " characters");
  }
}
