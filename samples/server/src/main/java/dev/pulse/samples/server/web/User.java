package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

/**
 * A person who signs in to the dashboard with a password. Programs have an {@link AccessToken}.
 *
 * @param name by which the person signs in; what they write carries it; 1 to 100 characters
 * @param role what the person may do
 * @param password the hash of the password
 */
public record User(String name, Role role, PasswordHash password) {
  /** A user; all parts are needed. */
  public User {
    if (!AccessToken.isName(requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "the name of a user must be 1 to "
              + AccessToken.LONGEST_NAME
              + " characters, none of them a control character, but is \""
              + HttpError.shown(name)
              + "\"");
    }
    requireNonNull(role, "role");
    requireNonNull(password, "password");
  }

  /** Who it is. */
  Principal principal() {
    return new Principal(name, role);
  }
}
