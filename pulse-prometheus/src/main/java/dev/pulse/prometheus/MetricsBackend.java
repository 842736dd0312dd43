package dev.pulse.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Whoever evaluates PromQL: a {@link PrometheusClient}, a {@link GrafanaClient} in front of one, or
 * a stand-in of yours. Thread-safe.
 *
 * <pre>{@code
 * QueryAnswer answer = backend.instant(PromQl.metric("up"), Duration.ofSeconds(10));
 * answer.series().forEach(System.out::println);
 * }</pre>
 */
@FunctionalInterface
public interface MetricsBackend {
  /**
   * Evaluates several expressions. What becomes of one does not touch the others: each name of the
   * request has an answer, or a failure of its own. Nothing is thrown for what goes wrong outside
   * of this program.
   *
   * @return an answer for each name, in the order of the request; unmodifiable
   * @throws InterruptedException when the thread was interrupted; what was open is closed
   */
  Map<String, QueryAnswer> query(QueryRequest request) throws InterruptedException;

  /**
   * The values of several expressions now, by the clock of the server.
   *
   * @param within the time for all of it, with whatever is tried again
   */
  default Map<String, QueryAnswer> instant(Map<String, ? extends PromQl> queries, Duration within)
      throws InterruptedException {
    return query(QueryRequest.instant(queries).within(within));
  }

  /**
   * The values of one expression now, by the clock of the server.
   *
   * @param within the time for all of it, with whatever is tried again
   */
  default QueryAnswer instant(PromQl expression, Duration within) throws InterruptedException {
    return only(QueryRequest.instant(Map.of(QueryRequest.ONLY, expression)).within(within));
  }

  /**
   * The values of one expression at the steps of a span.
   *
   * @param step from one value to the next; at least a millisecond
   * @param within the time for all of it, with whatever is tried again
   */
  default QueryAnswer range(
      PromQl expression, Instant from, Instant to, Duration step, Duration within)
      throws InterruptedException {
    var queries = Map.of(QueryRequest.ONLY, expression);
    return only(QueryRequest.range(queries, from, to, step).within(within));
  }

  private QueryAnswer only(QueryRequest request) throws InterruptedException {
    var answer = query(request).get(QueryRequest.ONLY);
    if (answer == null) {
      throw new IllegalStateException("a backend that does not answer what it was asked: " + this);
    }
    return answer;
  }
}
