package dev.pulse.samples.server.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request of Javalin into one of ours, and our response into one of Javalin's. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
              + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
              + " 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");
  private static final byte[] NOTHING = new byte[0];

  private Exchange() {}

  static void prepare(Context context) {
    ALWAYS.forEach(context::header);
  }

  /** What a route answers to those who may use it. */
  static Response answer(Context context, Route route, int maxBody) throws Exception {
    Gate.requireRole(context, route.role());
    var request = request(context, context.pathParamMap(), body(context, maxBody));
    return handled(route.handler(), request);
  }

  private static Response handled(Handler handler, Request request) throws Exception {
    try {
      return handler.handle(request);
    } catch (Error e) {
      // A failed assertion or a missing class ends this request only, and is answered like the
      // rest.
      throw new IllegalStateException("a handler ended with an error", e);
    }
  }

  /** The request as error renderers see it: without a body, which may not be there. */
  static Request bare(Context context) {
    return request(context, Map.of(), NOTHING);
  }

  /** The same for later, when the container has forgotten what was sent. */
  static Request kept(Context context) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(context.req().getHeaderNames())) {
      headers.put(name, context.req().getHeader(name));
    }
    return request(context, Map.of(), NOTHING, headers::get);
  }

  private static Request request(Context context, Map<String, String> parameters, byte[] body) {
    return request(context, parameters, body, name -> context.req().getHeader(name));
  }

  private static Request request(
      Context context,
      Map<String, String> parameters,
      byte[] body,
      Function<String, @Nullable String> headers) {
    return new Request(
        context.req().getMethod(),
        context.path(),
        parameters,
        context.queryString(),
        headers,
        body,
        context.req().getRemoteAddr(),
        Gate.principal(context));
  }

  private static byte[] body(Context context, int most) throws IOException {
    boolean announced = context.req().getContentLengthLong() > most;
    if (announced && context.req().getHeader("Expect") != null) {
      throw tooLarge(most); // The caller asks first, and sends nothing of it now.
    }
    var in = context.req().getInputStream();
    var body = in.readNBytes(most + 1);
    if (announced || body.length > most) {
      // As much again is thrown away: a connection that is closed while something arrives takes the
      // answer with it, and the caller never learns why.
      in.readNBytes(most);
      throw tooLarge(most);
    }
    return body;
  }

  private static HttpError tooLarge(int most) {
    // What was not read cannot be told from the next request.
    return HttpError.of(413, "Request body too large")
        .withDetail("The body must be at most " + most + " bytes.")
        .withHeader("Connection", "close");
  }

  static void send(Context context, Response response) {
    @Nullable CompletionStage<Response> later = response.later();
    @Nullable EventHub stream = response.stream();
    var streamed = response.streamed();
    if (later != null) {
      context.future(() -> later.thenAccept(answer -> send(context, answer)).toCompletableFuture());
      return;
    }
    context.status(response.status());
    response.headers().forEach(context::header);
    boolean head = context.method().equals(HandlerType.HEAD);
    if ((stream != null || streamed != null) && head) {
      context.result(NOTHING);
    } else if (streamed != null) {
      write(context, streamed);
    } else if (stream != null) {
      context.disableCompression();
      context.future(() -> stream.attach(context.req(), context.res(), Gate.lasting(context)));
    } else if (response.status() != 204 && response.status() != 304) {
      context.result(response.body());
    }
  }

  private static void write(Context context, Response.Streamed streamed) {
    try {
      var out = context.res().getOutputStream();
      var paced = new PacedOutput(out, () -> startPiece(context, streamed.patience()));
      // Small writes are gathered: each that is passed on has a timer of its own.
      var pieces = new BufferedOutputStream(paced, PacedOutput.PIECE);
      streamed.body().writeTo(pieces);
      pieces.flush();
    } catch (IOException | RuntimeException | Error e) {
      if (context.res().isCommitted()) {
        breakOff(context, e);
        return;
      }
      context.res().reset();
      prepare(context);
      throw beforeAnythingWasSent(e);
    }
  }

  private static BooleanSupplier startPiece(Context context, Duration patience) {
    var request = context.req();
    var where = context.method() + " " + context.path();
    var timer =
        ServletContextRequest.getServletContextRequest(request)
            .getComponents()
            .getScheduler()
            .schedule(
                () -> {
                  log.info(
                      "{} is broken off: the caller took less than {} bytes in {}",
                      where,
                      PacedOutput.PIECE,
                      patience);
                  hangUp(request);
                },
                patience);
    return timer::cancel;
  }

  /** Closes the connection of a request at once; who waits to write to it is told. */
  static void hangUp(HttpServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private static RuntimeException beforeAnythingWasSent(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    return failure instanceof IOException io
        ? new UncheckedIOException(io)
        : new IllegalStateException("a body ended with an error", failure);
  }

  /** Without the last chunk, and with the connection closed, nobody takes it for complete. */
  private static void breakOff(Context context, Throwable failure) {
    try {
      // How Jetty is told to abort instead of answering. Before anything else: where memory is
      // short, writing to the log may fail as well.
      context.res().sendError(-1);
    } catch (IOException e) {
      log.debug("The connection was gone already", e);
    }
    if (failure instanceof EofException) {
      log.debug("{} {}: the caller went away", context.method(), context.path(), failure);
    } else {
      log.warn("{} {} was broken off", context.method(), context.path(), failure);
    }
  }
}
