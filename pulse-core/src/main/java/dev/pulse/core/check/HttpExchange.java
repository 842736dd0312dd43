package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The talk of one run: the request, its redirects, the body of the final answer. Judges nothing.
 * Everything happens on the thread of the run, so that an interrupt reaches it wherever it blocks.
 */
final class HttpExchange {
  private static final int CHUNK = 8192;

  /** How many bytes of a body are kept; a condition does not judge half of one. */
  private static final int MAX_KEPT = 4 << 20;

  private final HttpPlan plan;
  private final OkHttpClient client;
  private final HttpTimeline timeline;
  private final Deadline deadline;
  private final Duration apart;
  private final boolean bodyWanted;

  /** Why a redirect was not followed. */
  enum Detour {
    /** There was none that had to be. */
    NONE,
    /** It is one more than may be followed. */
    TOO_LONG,
    /** No HTTP request can be sent to where it leads. */
    NOWHERE
  }

  /**
   * What came back.
   *
   * @param status the status of the last response
   * @param latency from the start of the run to the headers of the last response, without what is
   *     set apart
   * @param redirects how many redirects were followed
   * @param detour why the last response is a redirect that was not followed
   * @param bodyBytes the size of the body; empty when it was not read, or not to its end
   * @param tooLarge whether the body is larger than the cap
   * @param body the text of the whole body; empty when nobody wants it, it is too large to keep, or
   *     nobody asked for one (HEAD)
   */
  record Answer(
      int status,
      Duration latency,
      int redirects,
      Detour detour,
      OptionalLong bodyBytes,
      boolean tooLarge,
      Optional<String> body) {
    static Answer withoutBody(
        int status, Duration latency, int redirects, Detour detour, boolean tooLarge) {
      return new Answer(
          status, latency, redirects, detour, OptionalLong.empty(), tooLarge, Optional.empty());
    }
  }

  /**
   * A talk.
   *
   * @param apart what has passed of the run before, and is not the target's
   */
  HttpExchange(
      HttpPlan plan,
      OkHttpClient client,
      HttpTimeline timeline,
      Deadline deadline,
      Duration apart,
      boolean bodyWanted) {
    this.plan = plan;
    this.client = client;
    this.timeline = timeline;
    this.deadline = deadline;
    this.apart = apart;
    this.bodyWanted = bodyWanted;
  }

  /**
   * Asks.
   *
   * @param authorization a header beside those of the plan; null for none
   */
  Answer run(@Nullable String authorization) throws IOException {
    var request = firstRequest(authorization);
    for (int redirects = 0; ; redirects++) {
      if (deadline.passed()) {
        throw new SocketTimeoutException("no time left for another request");
      }
      var call = client.newCall(request);
      TimeoutPace.keep();
      call.timeout().timeout(deadline.timeoutNanos(), TimeUnit.NANOSECONDS);
      try (var response = call.execute()) {
        var latency = deadline.elapsed().minus(apart);
        var next = plan.redirects == 0 ? null : Redirects.next(request, response);
        if (plan.redirects > 0 && Redirects.leadsNowhere(request, response)) {
          dropUnlessKept(call, request);
          return Answer.withoutBody(response.code(), latency, redirects, Detour.NOWHERE, false);
        }
        if (next == null) {
          return finalAnswer(call, response, latency, redirects);
        }
        dropUnlessKept(call, request);
        if (redirects == plan.redirects) {
          return Answer.withoutBody(response.code(), latency, redirects, Detour.TOO_LONG, false);
        }
        request = marked(next);
      }
    }
  }

  private Request firstRequest(@Nullable String authorization) {
    var request =
        new Request.Builder().url(plan.url).headers(plan.headers).method(plan.method, plan.body);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return marked(request.build());
  }

  /** A request that says what becomes of its connection. */
  private Request marked(Request request) {
    var marked = request.newBuilder();
    return keeps(request)
        ? marked.removeHeader("Connection").build()
        : marked.header("Connection", "close").build();
  }

  /**
   * Only to the place that the plan names, so that a check has one idle connection: a server that
   * redirects to ever new places would fill the process with them.
   */
  private boolean keeps(Request request) {
    return plan.keepAlive && Redirects.sameOrigin(plan.url, request.url());
  }

  private Answer finalAnswer(Call call, Response response, Duration latency, int redirects)
      throws IOException {
    int status = response.code();
    if (plan.ignoreBody || !plan.accepted.contains(status)) {
      // The verdict is known; a body that never ends must not turn it into another one.
      dropUnlessKept(call, response.request());
      return Answer.withoutBody(status, latency, redirects, Detour.NONE, false);
    }
    timeline.stopwatch().begin(Phase.BODY);
    var kept = new Buffer();
    long bytes = readBody(response, kept);
    timeline.stopwatch().end();
    if (bytes > plan.maxBody) {
      call.cancel();
      return Answer.withoutBody(status, latency, redirects, Detour.NONE, true);
    }
    var body =
        bodyWanted && kept.size() == bytes && !response.request().method().equals("HEAD")
            ? Optional.of(text(kept, response))
            : Optional.<String>empty();
    return new Answer(status, latency, redirects, Detour.NONE, OptionalLong.of(bytes), false, body);
  }

  /** The size of the body; any number above the cap when it is larger than that. */
  private long readBody(Response response, Buffer kept) throws IOException {
    var source = response.body().source();
    var chunk = new Buffer();
    long bytes = 0;
    while (bytes <= plan.maxBody) {
      long read = source.read(chunk, CHUNK);
      if (read < 0) {
        return bytes;
      }
      bytes += read;
      if (bodyWanted && bytes <= MAX_KEPT) {
        kept.write(chunk, read);
      }
      chunk.clear();
    }
    return bytes;
  }

  /** In the charset that the server names, or UTF-8; without the mark that some put first. */
  private static String text(Buffer kept, Response response) {
    var type = response.body().contentType();
    var charset = type == null ? null : type.charset(StandardCharsets.UTF_8);
    var text = kept.readString(charset == null ? StandardCharsets.UTF_8 : charset);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Closing a response reads what is left of it for a while; cancelling does not. */
  private void dropUnlessKept(Call call, Request request) {
    if (!keeps(request)) {
      call.cancel();
    }
  }
}
