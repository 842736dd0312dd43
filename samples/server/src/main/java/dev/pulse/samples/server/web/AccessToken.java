package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;

/**
 * What lets a caller in, and tells who it is. Prints without its secret.
 *
 * @param name who has it: a person or a program. What is written with it carries this name; 1 to
 *     100 characters
 * @param role what the caller may do
 * @param secret what the caller sends
 */
public record AccessToken(String name, Role role, Secret secret) {
  /** How long a name may be. */
  public static final int LONGEST_NAME = 100;

  /** A token; all parts are needed. */
  public AccessToken {
    if (!isName(requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "the name of a token must be 1 to "
              + LONGEST_NAME
              + " characters, none of them a control character, but is \""
              + HttpError.shown(name)
              + "\"");
    }
    requireNonNull(role, "role");
    requireNonNull(secret, "secret");
  }

  /** Whether somebody can be called so: not blank, not too long, on one line. */
  public static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST_NAME
        && name.codePoints().noneMatch(Character::isISOControl);
  }

  /** Who has it. */
  Principal principal() {
    return new Principal(name, role);
  }
}
