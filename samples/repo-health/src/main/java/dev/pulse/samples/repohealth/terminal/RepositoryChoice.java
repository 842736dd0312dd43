package dev.pulse.samples.repohealth.terminal;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One repository, as somebody named it: {@code name} or {@code owner/name}.
 *
 * @param owner the organisation or user, where it was named
 * @param name without the owner
 */
public record RepositoryChoice(Optional<String> owner, String name) {
  /** A choice; both parts are needed. */
  public RepositoryChoice {
    requireNonNull(owner, "owner");
    requireNonNull(name, "name");
  }

  /** Reads a name; whether there is such a repository is for GitHub to say. */
  public static RepositoryChoice parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new RepositoryChoice(Optional.empty(), text.strip())
        : new RepositoryChoice(
            Optional.of(text.substring(0, slash).strip()), text.substring(slash + 1).strip());
  }
}
