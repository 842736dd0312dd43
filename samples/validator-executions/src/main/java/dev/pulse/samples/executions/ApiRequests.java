package dev.pulse.samples.executions;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by route and method, however many addresses callers make up. Thread-safe. */
final class ApiRequests {
  /** What every address counts as that is none of ours. */
  static final String OTHER = "other";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * A kind of request.
   *
   * @param endpoint the path with the names of its parts, or {@code other}
   * @param method one of the standard, or {@code other}
   */
  record Kind(String endpoint, String method) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byEndpoint = endpoint.compareTo(other.endpoint);
      return byEndpoint != 0 ? byEndpoint : method.compareTo(other.method);
    }
  }

  /**
   * Counts a request.
   *
   * @param endpoint one of ours, or {@code other}: never what the caller wrote
   * @param method whatever the caller wrote
   */
  void count(String endpoint, String method) {
    var kind = new Kind(endpoint, METHODS.contains(method) ? method : OTHER);
    counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
  }

  /** How many there were of each kind, sorted; a copy. */
  Map<Kind, Long> counts() {
    var copy = new TreeMap<Kind, Long>();
    counts.forEach((kind, count) -> copy.put(kind, count.sum()));
    return copy;
  }
}
