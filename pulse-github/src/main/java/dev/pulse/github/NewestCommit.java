package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When somebody last committed to the default branch; or that nobody ever did. Immutable. */
public final class NewestCommit {
  private static final NewestCommit NONE = new NewestCommit(null);

  private final @Nullable Instant at;

  private NewestCommit(@Nullable Instant at) {
    this.at = at;
  }

  /** There is one. */
  public static NewestCommit at(Instant at) {
    return new NewestCommit(requireNonNull(at, "at"));
  }

  /** The repository is empty. */
  public static NewestCommit none() {
    return NONE;
  }

  /** When it was; empty in an empty repository. */
  public Optional<Instant> time() {
    return Optional.ofNullable(at);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NewestCommit commit && Objects.equals(at, commit.at);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(at);
  }

  @Override
  public String toString() {
    return at == null ? "no commit" : at.toString();
  }
}
