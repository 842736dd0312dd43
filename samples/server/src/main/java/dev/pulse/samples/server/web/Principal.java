package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

/**
 * A caller who is known, by the token that was sent.
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
