package dev.pulse.samples.app.config;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Setting;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.PasswordHash;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may ask the server: {@code tokens} with names and roles, the one {@code token}, and
 * {@code users} with passwords.
 */
final class CallerReader {
  private static final int SHORTEST = 16;

  /** What the one token without a name is called. */
  private static final String UNNAMED = "token";

  /** Where each name was read first. */
  private final Map<String, String> names = new HashMap<>();

  private final Settings server;

  CallerReader(Settings server) {
    this.server = server;
  }

  List<AccessToken> tokens() {
    var tokens = new ArrayList<AccessToken>();
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
      var name = name(section);
      var role = role(section);
      var secret = secret(section).required();
      if (secret.reveal().length() >= SHORTEST) {
        noteTwice(section, "token", secrets.putIfAbsent(secret, section.path()));
      }
      tokens.add(new AccessToken(name, role, secret));
    }
    return tokens;
  }

  /** To be called after {@link #tokens}: no two callers have one name. */
  List<User> users() {
    var users = new ArrayList<User>();
    for (Settings section : server.sections("users")) {
      var name = name(section);
      var role = role(section);
      var hash =
          section
              .secret("password-hash")
              .map(text -> PasswordHash.parse(text.reveal()), PasswordHash.ofNothing())
              .required();
      users.add(new User(name, role, hash));
    }
    return users;
  }

  private String name(Settings section) {
    var name =
        section
            .text("name")
            .where(AccessToken::isName, "must be 1 to " + AccessToken.LONGEST_NAME + " characters")
            .required();
    if (section.has("name")) {
      noteTwice(section, "name", names.putIfAbsent(name, section.path()));
    }
    return name;
  }

  private static Role role(Settings section) {
    return section.choice("role", Role.class).required();
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
