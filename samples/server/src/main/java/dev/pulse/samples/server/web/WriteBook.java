package dev.pulse.samples.server.web;

import dev.pulse.api.store.StoreException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener of requests that write, when it is known how they ended. */
final class WriteBook {
  private static final Logger log = LoggerFactory.getLogger(WriteBook.class);

  private final WriteListener listener;

  WriteBook(WriteListener listener) {
    this.listener = listener;
  }

  /** The same answer, noted before it is sent. */
  Response noted(Context context, Callable<Response> answer) throws Exception {
    // Taken down at once: an answer may come later, when the request cannot be asked any more.
    var asked =
        new Write(
            Optional.ofNullable(Gate.principal(context)),
            context.req().getRemoteAddr(),
            context.req().getMethod(),
            HttpError.shown(context.path()),
            0,
            Optional.empty());
    Response response;
    try {
      response = answer.call();
    } catch (Exception e) {
      note(asked, null, e);
      throw e;
    }
    var later = response.later();
    if (later == null) {
      note(asked, response, null);
      return response;
    }
    // On a thread that may wait for the store, whoever completes the answer.
    return Response.later(later.whenCompleteAsync((given, failure) -> note(asked, given, failure)));
  }

  private void note(Write asked, @Nullable Response response, @Nullable Throwable failure) {
    int status = failure != null ? status(failure) : response == null ? 500 : response.status();
    if (asked.by().isEmpty() && status >= 400) {
      return;
    }
    var result = response == null ? null : response.headers().get("Location");
    var write =
        new Write(
            asked.by(),
            asked.from(),
            asked.method(),
            asked.path(),
            status,
            Optional.ofNullable(result).map(HttpError::shown));
    try {
      listener.written(write);
    } catch (RuntimeException e) {
      log.error("A write could not be noted: {}", write, e);
    }
  }

  /** As {@link WebServer} answers failures. */
  private static int status(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return status(failure.getCause());
    }
    if (failure instanceof HttpError error) {
      return error.status();
    }
    if (failure instanceof HttpResponseException refusal) {
      return refusal.getStatus();
    }
    return failure instanceof StoreException ? 503 : 500;
  }
}
