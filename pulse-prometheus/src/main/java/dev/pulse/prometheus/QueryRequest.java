package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by names that the caller chooses, when they are to be evaluated, and how long that
 * may take. Immutable.
 */
public final class QueryRequest {
  /** The time that a request has unless it says otherwise. */
  public static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

  static final String ONLY = "query";
  private static final int MOST_QUERIES = 1000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_:.-]{0,99}");

  /**
   * A span of time, in steps.
   *
   * @param from the first moment
   * @param to the last moment; not before the first
   * @param step from one moment to the next; at least a millisecond
   */
  public record Span(Instant from, Instant to, Duration step) {
    /**
     * A span.
     *
     * @throws IllegalArgumentException when it ends before it begins, or has no step
     */
    public Span {
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("a span must not end before it begins");
      }
      if (step.toMillis() <= 0) {
        throw new IllegalArgumentException("the step must be at least 1 ms, but is " + step);
      }
    }
  }

  private final Map<String, PromQl> queries;
  private final @Nullable Instant at;
  private final @Nullable Span span;
  private final Duration within;

  private QueryRequest(
      Map<String, PromQl> queries, @Nullable Instant at, @Nullable Span span, Duration within) {
    this.queries = queries;
    this.at = at;
    this.span = span;
    this.within = within;
  }

  /**
   * Asks for the values at one moment: now by the clock of the server, unless {@link #at} says.
   *
   * @param queries 1 to 1,000 expressions by names, which must match {@code
   *     [A-Za-z_][A-Za-z0-9_:.-]*} and have at most 100 characters; Grafana gets to see the names
   * @throws IllegalArgumentException when the names are not like that
   */
  public static QueryRequest instant(Map<String, ? extends PromQl> queries) {
    return new QueryRequest(checked(queries), null, null, DEFAULT_TIME);
  }

  /**
   * Asks for the values at the steps of a span.
   *
   * @param queries as for {@link #instant}
   * @throws IllegalArgumentException when the names, or the span, are not as they must be
   */
  public static QueryRequest range(
      Map<String, ? extends PromQl> queries, Instant from, Instant to, Duration step) {
    return new QueryRequest(checked(queries), null, new Span(from, to, step), DEFAULT_TIME);
  }

  private static Map<String, PromQl> checked(Map<String, ? extends PromQl> queries) {
    var copy = new LinkedHashMap<String, PromQl>(queries);
    if (copy.isEmpty() || copy.size() > MOST_QUERIES) {
      throw new IllegalArgumentException(
          "a request must have 1 to " + MOST_QUERIES + " queries, but has " + copy.size());
    }
    copy.forEach(
        (name, query) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "the name of a query must match " + NAME + ", but is \"" + name + "\"");
          }
          requireNonNull(query, name);
        });
    return Collections.unmodifiableMap(copy);
  }

  /**
   * This request, evaluated as of another moment.
   *
   * @throws IllegalStateException when it asks for a span
   */
  public QueryRequest at(Instant moment) {
    if (span != null) {
      throw new IllegalStateException("a request for a span has no single moment");
    }
    return new QueryRequest(queries, requireNonNull(moment, "moment"), null, within);
  }

  /**
   * This request with another time for all of it, with whatever is tried again; 30 seconds unless
   * told. A client's own limit for a single request applies all the same.
   *
   * @param time zero or less is no time at all: every query fails with {@code timeout}
   */
  public QueryRequest within(Duration time) {
    return new QueryRequest(queries, at, span, requireNonNull(time, "time"));
  }

  /** The expressions by their names, in their order; unmodifiable. */
  public Map<String, PromQl> queries() {
    return queries;
  }

  /** The moment, when it is neither now nor a span. */
  public Optional<Instant> at() {
    return Optional.ofNullable(at);
  }

  /** The span; empty when the values at one moment are asked for. */
  public Optional<Span> span() {
    return Optional.ofNullable(span);
  }

  /** The time for all of it. */
  public Duration within() {
    return within;
  }

  @Override
  public String toString() {
    return queries + (span != null ? " over " + span : at != null ? " at " + at : "");
  }
}
