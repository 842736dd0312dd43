package dev.pulse.github;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The full name of a repository: {@code owner/name}. GitHub ignores case in names, and so does
 * {@link #equals}. Immutable.
 */
public final class RepositoryName {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final String owner;
  private final String name;

  private RepositoryName(String owner, String name) {
    this.owner = owner;
    this.name = name;
  }

  /**
   * The name of a repository of an organisation or user.
   *
   * @throws IllegalArgumentException when GitHub would not allow one of the two
   */
  public static RepositoryName of(String owner, String name) {
    if (!OWNER.matcher(owner).matches()) {
      throw new IllegalArgumentException(
          "the owner of a repository must be a GitHub login, such as octo-org, but is \""
              + owner
              + "\"");
    }
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "the name of a repository must be 1 to 100 letters, digits, dots, underscores and"
              + " hyphens, but is \""
              + name
              + "\"");
    }
    return new RepositoryName(owner, name);
  }

  /**
   * Reads {@code owner/name}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static RepositoryName parse(String fullName) {
    int slash = fullName.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "a repository is named as owner/name, such as octo-org/octo-repo, but is \""
              + fullName
              + "\"");
    }
    return of(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  /** Whether a text is {@code owner/name}. */
  static boolean isFullName(String text) {
    int slash = text.indexOf('/');
    return slash >= 0
        && OWNER.matcher(text.substring(0, slash)).matches()
        && isName(text.substring(slash + 1));
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
  }

  /** The organisation or user. */
  public String owner() {
    return owner;
  }

  /** The name within the organisation. */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryName repository
        && owner.equalsIgnoreCase(repository.owner)
        && name.equalsIgnoreCase(repository.name);
  }

  @Override
  public int hashCode() {
    return toString().toLowerCase(Locale.ROOT).hashCode();
  }

  /** {@code owner/name}. */
  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
