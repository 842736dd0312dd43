package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one expression: series, or a failure. No series is an answer of its own: there is
 * nothing that the expression chooses, which is neither a failure nor health. Immutable.
 */
public final class QueryAnswer {
  /** What an expression makes. */
  public enum Type {
    /** Series with one value each, all of one moment. */
    VECTOR,
    /** Series with their values over a time. */
    MATRIX,
    /** One number, as a single series without labels. */
    SCALAR,
    /** A text. */
    STRING
  }

  private final @Nullable QueryFailure failure;
  private final Type type;
  private final List<Series> series;
  private final @Nullable String text;
  private final List<String> warnings;
  private final List<String> infos;

  private QueryAnswer(
      @Nullable QueryFailure failure,
      Type type,
      List<Series> series,
      @Nullable String text,
      List<String> warnings,
      List<String> infos) {
    this.failure = failure;
    this.type = type;
    this.series = series;
    this.text = text;
    this.warnings = warnings;
    this.infos = infos;
  }

  /**
   * Series.
   *
   * @throws IllegalArgumentException for a {@link Type#STRING}, which has a text
   */
  public static QueryAnswer of(Type type, List<Series> series) {
    if (type == Type.STRING) {
      throw new IllegalArgumentException("a string has a text and no series");
    }
    return new QueryAnswer(null, type, List.copyOf(series), null, List.of(), List.of());
  }

  /** Series with one value each. */
  public static QueryAnswer vector(Series... series) {
    return of(Type.VECTOR, List.of(series));
  }

  /** A text. */
  public static QueryAnswer string(String text) {
    return new QueryAnswer(
        null, Type.STRING, List.of(), requireNonNull(text, "text"), List.of(), List.of());
  }

  /** Nothing, and why. */
  public static QueryAnswer failed(QueryFailure failure) {
    return new QueryAnswer(
        requireNonNull(failure, "failure"), Type.VECTOR, List.of(), null, List.of(), List.of());
  }

  /** This answer with what the server has to say about it. */
  public QueryAnswer noting(List<String> warnings, List<String> infos) {
    return new QueryAnswer(failure, type, series, text, List.copyOf(warnings), List.copyOf(infos));
  }

  /** Why there is no answer; empty when there is one. */
  public Optional<QueryFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether there is an answer. */
  public boolean isSuccess() {
    return failure == null;
  }

  /**
   * What the expression makes.
   *
   * @throws MetricsException when it failed
   */
  public Type type() {
    requireSuccess();
    return type;
  }

  /**
   * The series, each with other names and labels; empty when there are none, and for a string.
   * Unmodifiable.
   *
   * @throws MetricsException when the query failed: nobody knows which series there are
   */
  public List<Series> series() {
    requireSuccess();
    return series;
  }

  /**
   * The text of a string; empty for everything else.
   *
   * @throws MetricsException when the query failed
   */
  public Optional<String> text() {
    requireSuccess();
    return Optional.ofNullable(text);
  }

  /**
   * What the server warns of, such as stores that did not answer, so that series may be missing;
   * unmodifiable.
   */
  public List<String> warnings() {
    return warnings;
  }

  /** What the server remarks about the expression; unmodifiable. */
  public List<String> infos() {
    return infos;
  }

  private void requireSuccess() {
    if (failure != null) {
      throw new MetricsException(failure);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryAnswer that
        && Objects.equals(failure, that.failure)
        && type == that.type
        && series.equals(that.series)
        && Objects.equals(text, that.text)
        && warnings.equals(that.warnings)
        && infos.equals(that.infos);
  }

  @Override
  public int hashCode() {
    return Objects.hash(failure, type, series, text, warnings, infos);
  }

  @Override
  public String toString() {
    return failure != null ? failure.toString() : type + " " + (text == null ? series : text);
  }
}
