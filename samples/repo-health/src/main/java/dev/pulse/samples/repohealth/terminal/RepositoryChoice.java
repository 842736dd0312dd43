package dev.pulse.samples.repohealth.terminal;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.RepositoryName;
import java.util.Optional;

/**
 * One repository, as somebody named it: {@code name} or {@code owner/name}.
 *
 * @param text as it was given
 * @param owner the organisation or user, where it was named
 * @param name without the owner
 */
public record RepositoryChoice(String text, Optional<String> owner, String name) {
  /** A choice; all parts are needed. */
  public RepositoryChoice {
    requireNonNull(text, "text");
    requireNonNull(owner, "owner");
    requireNonNull(name, "name");
  }

  /** Reads a name; whether there is such a repository is for GitHub to say. */
  public static RepositoryChoice parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new RepositoryChoice(text, Optional.empty(), text.strip())
        : new RepositoryChoice(
            text, Optional.of(text.substring(0, slash).strip()), text.substring(slash + 1).strip());
  }

  /** Whether GitHub could have a repository of that name. */
  public boolean isPossible() {
    try {
      var unused = RepositoryName.of(owner.orElse("anybody"), name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
