package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.text.ForeignText;
import java.util.Objects;
import java.util.Optional;

/** A repository as GitHub lists it. Immutable. */
public final class Repository {
  private static final int MOST_SHOWN = 200;

  private final RepositoryName name;
  private final String defaultBranch;
  private final boolean archived;
  private final boolean fork;
  private final boolean hidden;
  private final boolean hasIssues;
  private final boolean hasPages;

  private Repository(RepositoryName name, String defaultBranch, Json json) {
    this.name = requireNonNull(name, "name");
    this.defaultBranch = requireNonNull(defaultBranch, "defaultBranch");
    this.archived = json.isTrue("archived");
    this.fork = json.isTrue("fork");
    // What does not say that everybody may see it may be a secret.
    this.hidden = json.truth("private").orElse(true);
    this.hasIssues = json.truth("has_issues").orElse(true);
    this.hasPages = json.isTrue("has_pages");
  }

  /**
   * Reads one.
   *
   * @throws GitHubException UNEXPECTED when there is no name that can be one, or no branch
   */
  static Repository of(Json json) {
    var fullName = json.text("full_name").orElseThrow(() -> unexpected("a name"));
    var branch = json.text("default_branch").orElseThrow(() -> unexpected("a default branch"));
    try {
      return new Repository(RepositoryName.parse(fullName), branch, json);
    } catch (IllegalArgumentException e) {
      throw unexpected("a name that GitHub allows");
    }
  }

  /** Reads one of many; empty when it has no name that can be one, or no branch. */
  static Optional<Repository> find(Json json) {
    try {
      return Optional.of(of(json));
    } catch (GitHubException e) {
      return Optional.empty();
    }
  }

  private static GitHubException unexpected(String what) {
    return GitHubException.of(
        GitHubException.Kind.UNEXPECTED, "GitHub told of a repository without " + what);
  }

  /** {@code owner/name}. */
  public RepositoryName name() {
    return name;
  }

  /** The branch that counts. */
  public String defaultBranch() {
    return defaultBranch;
  }

  /** Whether nobody may change it any more. */
  public boolean archived() {
    return archived;
  }

  /** Whether it began as a copy of another. */
  public boolean fork() {
    return fork;
  }

  /** Whether not everybody may see it; also when GitHub did not say. */
  public boolean isPrivate() {
    return hidden;
  }

  /** Whether issues are switched on. */
  public boolean hasIssues() {
    return hasIssues;
  }

  /** Whether it has a site. */
  public boolean hasPages() {
    return hasPages;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Repository repository
        && name.equals(repository.name)
        && defaultBranch.equals(repository.defaultBranch)
        && archived == repository.archived
        && fork == repository.fork
        && hidden == repository.hidden
        && hasIssues == repository.hasIssues
        && hasPages == repository.hasPages;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, defaultBranch);
  }

  @Override
  public String toString() {
    return name + " (" + ForeignText.oneLine(defaultBranch, MOST_SHOWN) + ")";
  }
}
