package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of a cluster over its REST interface, as JSON that may say more than anybody asks
 * for. Thread-safe.
 */
final class KubernetesApi {
  /** Objects in one page of a list; a page of pods is some 5 MB then. */
  static final int PAGE = 500;

  private static final long LARGEST_ANSWER = 64L << 20;
  private static final int MOST_PAGES = 1_000;
  private static final int GONE = 410;

  private final KubernetesConnection connection;

  private KubernetesApi(KubernetesConnection connection) {
    this.connection = connection;
  }

  static KubernetesApi of(KubernetesConnection connection) {
    return new KubernetesApi(connection);
  }

  /**
   * Reads one object.
   *
   * @param path such as {@code /api/v1/namespaces/infra/pods/db-0}, with names that {@link
   *     PodNames} has judged
   * @throws KubernetesException when it cannot be read
   */
  Json get(String path, Map<String, String> query, TimeBudget budget) throws InterruptedException {
    try (var exchange = open(path, query, budget)) {
      return read(exchange, path, budget);
    }
  }

  /**
   * Reads a list, page by page. A list that the server forgets in the middle is read anew, once.
   *
   * @param query parameters beside those of paging, such as {@code labelSelector}
   * @param kept what to keep of each object; the rest goes with its page
   * @throws KubernetesException when it cannot be read to its end
   */
  <T> List<T> list(
      String path, Map<String, String> query, TimeBudget budget, Function<Json, T> kept)
      throws InterruptedException {
    @Nullable List<T> items = pages(path, query, budget, kept);
    if (items == null) {
      items = pages(path, query, budget, kept);
    }
    if (items == null) {
      throw unreadable(path, "the list went away twice while it was read");
    }
    return items;
  }

  /** All pages; null when the server has forgotten the list in the middle. */
  private <T> @Nullable List<T> pages(
      String path, Map<String, String> query, TimeBudget budget, Function<Json, T> kept)
      throws InterruptedException {
    var items = new ArrayList<T>();
    var parameters = new LinkedHashMap<>(query);
    parameters.put("limit", String.valueOf(PAGE));
    for (int page = 0; page < MOST_PAGES; page++) {
      try (var exchange = open(path, parameters, budget)) {
        if (page > 0 && exchange.status() == GONE) {
          return null;
        }
        var answer = read(exchange, path, budget);
        if (!answer.isList("items")) {
          throw unreadable(path, "it is no list");
        }
        answer.items("items").forEach(item -> items.add(kept.apply(item)));
        var next = answer.text("metadata", "continue").orElse("");
        if (next.isEmpty()) {
          return items;
        }
        parameters.put("continue", next);
      }
    }
    throw unreadable(path, "the list has more than " + MOST_PAGES + " pages");
  }

  private ApiExchange open(String path, Map<String, String> query, TimeBudget budget)
      throws InterruptedException {
    var pairs =
        query.entrySet().stream().map(entry -> new Pair(entry.getKey(), entry.getValue())).toList();
    return ApiExchange.open(connection, false, access -> access.request(path, pairs), budget);
  }

  private static Json read(ApiExchange exchange, String path, TimeBudget budget)
      throws InterruptedException {
    if (!exchange.response().isSuccessful()) {
      throw exchange.refusal();
    }
    try (var body = bounded(exchange.response().body().source())) {
      return Json.object(body);
    } catch (IOException e) {
      exchange.drop();
      if (Thread.currentThread().isInterrupted() || budget.isOver()) {
        throw ApiExchange.failure(e, budget);
      }
      throw unreadable(path, String.valueOf(e.getMessage()));
    }
  }

  private static KubernetesException unreadable(String path, String because) {
    return KubernetesException.of(
        Kind.UNREADABLE_ANSWER,
        "the answer to " + path + " cannot be read: " + OneLine.of(because, OneLine.SHORT));
  }

  private static BufferedSource bounded(Source source) {
    return Okio.buffer(
        new ForwardingSource(source) {
          private long left = LARGEST_ANSWER;

          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            left -= Math.max(0, count);
            if (left < 0) {
              throw new IOException("it is larger than " + LARGEST_ANSWER + " bytes");
            }
            return count;
          }
        });
  }
}
