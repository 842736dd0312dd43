package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request over HTTP that is over, in words of which there are few. Immutable. */
public final class ObservedRequest {
  private final String service;
  private final String operation;
  private final Duration took;
  private final @Nullable Integer status;
  private final boolean conditional;
  private final @Nullable RateLimit limit;
  private final @Nullable String path;

  private ObservedRequest(
      String service,
      String operation,
      Duration took,
      @Nullable Integer status,
      boolean conditional,
      @Nullable RateLimit limit,
      @Nullable String path) {
    this.service = requireNonNull(service, "service");
    this.operation = requireNonNull(operation, "operation");
    this.took = requireNonNull(took, "took");
    this.status = status;
    this.conditional = conditional;
    this.limit = limit;
    this.path = path;
  }

  /** A request with an answer. */
  public static ObservedRequest answered(
      String service, String operation, Duration took, int status) {
    return new ObservedRequest(service, operation, took, status, false, null, null);
  }

  /** A request without an answer, or with half of one. */
  public static ObservedRequest broken(String service, String operation, Duration took) {
    return new ObservedRequest(service, operation, took, null, false, null, null);
  }

  /** This request with the path that was asked. */
  ObservedRequest at(String path) {
    return new ObservedRequest(service, operation, took, status, conditional, limit, path);
  }

  /** This request, which asked only for what has changed. */
  ObservedRequest asConditional(boolean conditional) {
    return new ObservedRequest(service, operation, took, status, conditional, limit, path);
  }

  /** This request with what its answer said about the limit it counts against. */
  ObservedRequest withLimit(@Nullable RateLimit limit) {
    return new ObservedRequest(service, operation, took, status, conditional, limit, path);
  }

  /** Whom it went to: {@code github}, {@code codecov}, {@code osv} or {@code depsdev}. */
  public String service() {
    return service;
  }

  /**
   * What it asked: the method and the route with names in the place of what varies, such as {@code
   * GET /repos/{owner}/{repo}/readme}.
   */
  public String operation() {
    return operation;
  }

  /**
   * The path that was asked, such as {@code /repos/octo-org/octo-repo/readme}: without query, and
   * without what a terminal might obey. For people to read; there are too many for labels. Empty of
   * what a test made up.
   */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** How long it took, until the whole answer was there. */
  public Duration took() {
    return took;
  }

  /** The status of HTTP, 304 when nothing had changed; empty when there was no whole answer. */
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /** Whether it asked only for what has changed since an earlier answer. */
  public boolean conditional() {
    return conditional;
  }

  /** What the answer said about the limit that it counts against. */
  public Optional<RateLimit> limit() {
    return Optional.ofNullable(limit);
  }

  /** All of it in one line of a log, with the path that was asked where it is known. */
  String line() {
    var method = operation.substring(0, operation.indexOf(' ') + 1);
    return service
        + " "
        + (path == null ? operation : method + path)
        + ": "
        + (status == null ? "no answer" : status)
        + " in "
        + took.toMillis()
        + " ms"
        + (limit == null
            ? ""
            : ", "
                + limit.remaining()
                + " of "
                + limit.limit()
                + " left ("
                + limit.resource()
                + ")");
  }

  @Override
  public String toString() {
    return service
        + " "
        + operation
        + " "
        + (status == null ? "network_error" : status)
        + (limit == null ? "" : ", " + limit);
  }
}
