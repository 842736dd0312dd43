package dev.pulse.github;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as people write it: its page on github.com, {@code owner/repo#7}, {@code #7} or
 * {@code 7}. Immutable.
 */
public final class PullReference {
  private static final String REPOSITORY =
      "([A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\\.{1,2}[/#])[A-Za-z0-9._-]{1,100}?)";
  private static final String NUMBER = "([1-9][0-9]{0,9})";
  private static final Pattern PAGE =
      Pattern.compile(
          "(?i)(?:https?://)?(?:www\\.)?github\\.com/"
              + REPOSITORY
              + "(?:\\.git)?/pull/"
              + NUMBER
              + "(?:[/?#].*)?");
  private static final Pattern LONG = Pattern.compile(REPOSITORY + "#" + NUMBER);
  private static final Pattern SHORT = Pattern.compile("#?()" + NUMBER);

  private final @Nullable String repository;
  private final long number;

  private PullReference(@Nullable String repository, long number) {
    this.repository = repository;
    this.number = number;
  }

  /** Reads one; empty when the text is none. */
  public static Optional<PullReference> parse(String text) {
    var stripped = text.strip();
    for (Pattern pattern : List.of(PAGE, LONG, SHORT)) {
      var match = pattern.matcher(stripped);
      if (match.matches()) {
        return Optional.of(of(match));
      }
    }
    return Optional.empty();
  }

  private static PullReference of(Matcher match) {
    var repository = match.group(1);
    return new PullReference(
        repository.isEmpty() ? null : repository, Long.parseLong(match.group(2)));
  }

  /** The repository as {@code owner/name}; empty when it is the one that is spoken of anyway. */
  public Optional<String> repository() {
    return Optional.ofNullable(repository);
  }

  /** Its number. */
  public long number() {
    return number;
  }

  @Override
  public String toString() {
    return (repository == null ? "" : repository) + "#" + number;
  }
}
