package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody said about a repository, with who and when; or <i>unavailable,
 * because</i>. What is unavailable is neither none nor zero: whoever reads it decides what that
 * means. Immutable as far as the value is.
 *
 * @param <T> what is said
 */
public final class Fact<T> {
  private final @Nullable T value;
  private final String because;
  private final String source;
  private final Instant at;

  private Fact(@Nullable T value, String because, String source, Instant at) {
    this.value = value;
    this.because = requireNonNull(because, "because");
    this.source = requireNonNull(source, "source");
    this.at = requireNonNull(at, "at");
  }

  /**
   * Something known.
   *
   * @param source who said it: a service and what it was asked, never a secret
   * @param at when it was said
   */
  public static <T> Fact<T> known(T value, String source, Instant at) {
    return new Fact<>(requireNonNull(value, "value"), "", source, at);
  }

  /**
   * Something that could not be learnt.
   *
   * @param because why, in one line for people; never a secret
   * @param source who was asked
   * @param at when
   */
  public static <T> Fact<T> unavailable(String because, String source, Instant at) {
    return new Fact<>(null, because, source, at);
  }

  /** What is known; empty when it is unavailable. */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Whether it is known. */
  public boolean isKnown() {
    return value != null;
  }

  /** Why it is unavailable; empty when it is known. */
  public Optional<String> because() {
    return value == null ? Optional.of(because) : Optional.empty();
  }

  /** Who said it, or was asked. */
  public String source() {
    return source;
  }

  /** When it was said, or asked. */
  public Instant at() {
    return at;
  }

  /** What follows from it: as known, and from the same source, as this is. */
  <R> Fact<R> map(Function<? super T, ? extends R> following) {
    return value == null
        ? unavailable(because, source, at)
        : known(following.apply(value), source, at);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fact<?> fact
        && Objects.equals(value, fact.value)
        && because.equals(fact.because)
        && source.equals(fact.source)
        && at.equals(fact.at);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, because, source, at);
  }

  @Override
  public String toString() {
    return (value == null ? "unavailable, because " + because : String.valueOf(value))
        + " ("
        + source
        + ", "
        + at
        + ")";
  }
}
