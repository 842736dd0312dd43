package dev.pulse.samples.server.web;

import dev.pulse.api.store.StoreException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers are told of a request that failed, and what the log is told of it. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The error that stands for a failure.
   *
   * @param table what could have been asked instead
   */
  static HttpError error(Context context, Throwable failure, RouteTable table) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return error(context, failure.getCause(), table);
    }
    if (failure instanceof HttpError error) {
      return error;
    }
    if (failure instanceof HttpResponseException refusal) {
      return refusal.getStatus() == 404 ? unknownRoute(context, table) : refused(refusal);
    }
    if (failure instanceof StoreException) {
      log.warn("The store failed to answer {} {}", context.method(), context.path(), failure);
      return HttpError.of(503, "Store unavailable");
    }
    if (failure instanceof EofException) {
      log.debug("The caller went away", failure);
      return HttpError.of(400, "Malformed request");
    }
    log.error("{} {} failed", context.method(), context.path(), failure);
    return HttpError.of(500, "Internal error").withDetail("The log of the server says more.");
  }

  private static HttpError unknownRoute(Context context, RouteTable table) {
    var methods = table.methods(context.path());
    if (methods.isEmpty()) {
      return HttpError.of(404, "Not found").withDetail("There is nothing at this address.");
    }
    var allowed = String.join(", ", methods);
    return HttpError.of(405, "Method not allowed")
        .withDetail("This address can be asked with " + allowed + ".")
        .withHeader("Allow", allowed);
  }

  private static HttpError refused(HttpResponseException refusal) {
    int status = refusal.getStatus();
    return status >= 400 && status < 500
        ? HttpError.of(status, status == 413 ? "Request body too large" : "Malformed request")
        : HttpError.of(500, "Internal error");
  }
}
