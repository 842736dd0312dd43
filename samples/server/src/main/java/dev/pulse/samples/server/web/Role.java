package dev.pulse.samples.server.web;

/** What a caller may do; each role may do what those before it may. The set is frozen. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Reads, and works on what is going on: runs checks, acknowledges, silences, sends again. */
  OPERATOR,
  /** May do everything, and sees who did what. */
  ADMIN;

  /** Whether whoever has this role may do what another one is needed for. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
