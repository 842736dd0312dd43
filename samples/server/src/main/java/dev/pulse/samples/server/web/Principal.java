package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

/**
 * A caller who is known: by a token, by having signed in, or to the host application.
 *
 * @param name who it is
 * @param role what the caller may do
 */
public record Principal(String name, Role role) {
  /** A caller; both parts are needed. */
  public Principal {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
  }
}
