package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * One request and its answer, whatever its status. Credentials that the server does not know are
 * loaded anew, once, and in the same time. Close it: that drops the connection unless the answer
 * was read to its end. Confine to one thread.
 */
final class ApiExchange implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int LARGEST_REFUSAL = 64 << 10;

  private final Call call;
  private final Response response;

  private ApiExchange(Call call, Response response) {
    this.call = call;
    this.response = response;
  }

  /**
   * Sends a request.
   *
   * @param upgrade whether the connection may become something else than HTTP
   * @param request makes the request for a way in; may be asked twice
   * @throws KubernetesException when there is no answer, or the server knows nobody by the
   *     credentials
   */
  static ApiExchange open(
      KubernetesConnection connection,
      boolean upgrade,
      Function<ClusterAccess, Request> request,
      TimeBudget budget)
      throws InterruptedException {
    var access = connection.access(budget);
    var first = send(connection, access, upgrade, request, budget);
    if (first.status() != UNAUTHORIZED) {
      return first;
    }
    first.close();
    var second = send(connection, connection.renewed(access, budget), upgrade, request, budget);
    if (second.status() == UNAUTHORIZED) {
      second.close();
      throw KubernetesException.of(Kind.UNAUTHORIZED, "unauthorized");
    }
    return second;
  }

  private static ApiExchange send(
      KubernetesConnection connection,
      ClusterAccess access,
      boolean upgrade,
      Function<ClusterAccess, Request> request,
      TimeBudget budget)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the request was sent");
    }
    if (budget.isOver()) {
      throw budget.expired();
    }
    var prepared = request.apply(access);
    var call = access.call(prepared, upgrade, budget.begin());
    try {
      var response = call.execute();
      connection.heard(response.code() != UNAUTHORIZED);
      return new ApiExchange(call, response);
    } catch (IOException | RuntimeException e) {
      call.cancel();
      var failure = failure(e, budget);
      connection.heard(false);
      if (e instanceof SSLException) {
        // Whom to trust may have changed since it was read.
        connection.forget(access);
      }
      throw failure;
    }
  }

  /**
   * What to throw when a connection broke.
   *
   * @throws InterruptedException when that was because the thread was interrupted
   */
  static KubernetesException failure(Exception broken, TimeBudget budget)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while talking to the API server");
    }
    return budget.isOver() ? budget.expired() : ClusterAccess.unusable(broken);
  }

  int status() {
    return response.code();
  }

  Response response() {
    return response;
  }

  Call call() {
    return call;
  }

  /** What to throw for an answer that is a refusal. */
  KubernetesException refusal() {
    var message = statusMessage();
    return switch (status()) {
      case FORBIDDEN -> KubernetesException.of(Kind.FORBIDDEN, message.orElse("forbidden"));
      // A 404 without a word about what is missing comes from somebody else than an API server.
      case NOT_FOUND ->
          KubernetesException.of(
              message.isPresent() ? Kind.NOT_FOUND : Kind.REFUSED,
              message.orElse("HTTP " + status()));
      default -> KubernetesException.of(Kind.REFUSED, message.orElse("HTTP " + status()));
    };
  }

  /** The message of the status object that explains a refusal. */
  private Optional<String> statusMessage() {
    try {
      var body = new Buffer();
      var source = response.body().source();
      while (body.size() <= LARGEST_REFUSAL) {
        if (source.read(body, LARGEST_REFUSAL + 1L - body.size()) < 0) {
          return Json.object(body)
              .text("message")
              .map(text -> OneLine.of(text, OneLine.LONG))
              .filter(text -> !text.isBlank());
        }
      }
    } catch (IOException e) {
      // The status is known, and says enough.
    }
    return Optional.empty();
  }

  /** Drops the connection: closing the answer would read what is left of it for a while. */
  void drop() {
    call.cancel();
  }

  @Override
  public void close() {
    response.close();
    call.cancel();
  }
}
