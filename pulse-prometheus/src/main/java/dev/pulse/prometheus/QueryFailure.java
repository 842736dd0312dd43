package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why there is no answer: for machines a code, for people one line. Immutable. */
public final class QueryFailure {
  /** The server understood, and could not or would not evaluate the expression. */
  public static final Reason QUERY = Reason.of("query");

  private final Reason reason;
  private final String message;
  private final @Nullable Integer status;
  private final @Nullable String errorType;

  private QueryFailure(
      Reason reason, String message, @Nullable Integer status, @Nullable String errorType) {
    this.reason = requireNonNull(reason, "reason");
    this.message = requireNonNull(message, "message");
    this.status = status;
    this.errorType = errorType;
  }

  /**
   * A failure.
   *
   * @param message one line for people; never a secret
   */
  public static QueryFailure of(Reason reason, String message) {
    return new QueryFailure(reason, message, null, null);
  }

  /** This failure with the status of the answer. */
  public QueryFailure withStatus(int code) {
    return new QueryFailure(reason, message, code, errorType);
  }

  /** This failure with the server's own word for it. */
  public QueryFailure withErrorType(String type) {
    return new QueryFailure(reason, message, status, requireNonNull(type, "type"));
  }

  /**
   * What went wrong: {@code query} when the server refused the expression, {@code status} when it
   * refused the request, {@code protocol} when the answer cannot be understood, {@code too_large},
   * {@code timeout}, {@code denied} by the egress policy, {@code unreachable} for whatever else
   * kept an answer from arriving.
   */
  public Reason reason() {
    return reason;
  }

  /** One line for people, with the status and at most 200 characters of what the server said. */
  public String message() {
    return message;
  }

  /** The status of the answer, when there was one: of HTTP, or the one Grafana gives a query. */
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /** The server's own word for it, such as {@code bad_data}, {@code timeout}, {@code execution}. */
  public Optional<String> errorType() {
    return Optional.ofNullable(errorType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryFailure that
        && reason.equals(that.reason)
        && message.equals(that.message)
        && Objects.equals(status, that.status)
        && Objects.equals(errorType, that.errorType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, message, status, errorType);
  }

  @Override
  public String toString() {
    return reason + ": " + message;
  }
}
