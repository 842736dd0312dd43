package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request over HTTP that is over, in words of which there are few. Immutable. */
public final class ObservedRequest {
  private static final String NETWORK = "network_error";

  private final String service;
  private final String operation;
  private final Duration took;
  private final @Nullable Integer status;

  private ObservedRequest(
      String service, String operation, Duration took, @Nullable Integer status) {
    this.service = requireNonNull(service, "service");
    this.operation = requireNonNull(operation, "operation");
    this.took = requireNonNull(took, "took");
    this.status = status;
  }

  /** A request with a whole answer. */
  public static ObservedRequest answered(
      String service, String operation, Duration took, int status) {
    return new ObservedRequest(service, operation, took, status);
  }

  /** A request without an answer, or with half of one. */
  public static ObservedRequest broken(String service, String operation, Duration took) {
    return new ObservedRequest(service, operation, took, null);
  }

  /** Whom it went to: {@code prometheus} or {@code grafana}. */
  public String service() {
    return service;
  }

  /**
   * What it asked: the route with names in the place of what varies, such as {@code
   * /api/v1/label/{label}/values}.
   */
  public String operation() {
    return operation;
  }

  /** How long it took, until the whole answer was there. */
  public Duration took() {
    return took;
  }

  /** The status of HTTP; empty when there was no whole answer. */
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /**
   * What went wrong with it: {@code network_error} without a whole answer, {@code http_503} and the
   * like for a status that is not 200 to 299; empty when nothing did. What a server says inside of
   * a good answer does not count.
   */
  public Optional<String> error() {
    if (status == null) {
      return Optional.of(NETWORK);
    }
    return status >= 200 && status < 300 ? Optional.empty() : Optional.of("http_" + status);
  }

  @Override
  public String toString() {
    return service + " " + operation + " " + error().orElse(String.valueOf(status));
  }
}
