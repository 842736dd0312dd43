package dev.pulse.github;

import java.util.Locale;

/** What the builds of a repository say about its default branch. */
public enum BuildStatus {
  /** The newest build that says something succeeded. */
  PASSING,
  /** The newest build that says something failed. */
  FAILING,
  /** No build says something yet, and one is under way. */
  PENDING,
  /** Nobody can tell. */
  UNKNOWN;

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
