package dev.pulse.github;

import java.util.List;

/**
 * The repositories of an organisation or a user as GitHub lists them. Immutable.
 *
 * @param repositories in the order of their names
 * @param leftOut how many entries of the list are no repositories, because they have no name that
 *     GitHub allows, or no default branch
 */
public record RepositoryList(List<Repository> repositories, int leftOut) {
  /** A list. */
  public RepositoryList {
    repositories = List.copyOf(repositories);
    if (leftOut < 0) {
      throw new IllegalArgumentException("leftOut must be at least 0, but is " + leftOut);
    }
  }
}
