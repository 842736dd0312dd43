package dev.pulse.github;

import static java.util.Objects.requireNonNull;

/** What a pull request wants to bring in. Immutable. */
public final class PullHead {
  private final String repository;
  private final String ref;

  PullHead(String repository, String ref) {
    this.repository = requireNonNull(repository, "repository");
    this.ref = requireNonNull(ref, "ref");
  }

  /** Where its commits are, as {@code owner/name}: often a fork. */
  public String repository() {
    return repository;
  }

  /** The branch there. */
  public String ref() {
    return ref;
  }

  @Override
  public String toString() {
    return repository + " " + ref;
  }
}
