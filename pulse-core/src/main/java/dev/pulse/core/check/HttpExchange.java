package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * The talk of one run: the request, its redirects, the body of the final answer. Judges nothing.
 * Everything happens on the thread of the run, so that an interrupt reaches it wherever it blocks.
 */
final class HttpExchange {
  private static final int CHUNK = 8192;

  private final HttpPlan plan;
  private final OkHttpClient client;
  private final HttpTimeline timeline;
  private final Deadline deadline;

  /**
   * What came back.
   *
   * @param status the status of the last response
   * @param latency from the start of the run to the headers of the last response
   * @param redirects how many redirects were followed
   * @param capped whether the last response is one redirect more than may be followed
   * @param bodyBytes the size of the body; empty when it was not read, or not to its end
   * @param tooLarge whether the body is larger than the cap
   */
  record Answer(
      int status,
      Duration latency,
      int redirects,
      boolean capped,
      OptionalLong bodyBytes,
      boolean tooLarge) {}

  HttpExchange(HttpPlan plan, OkHttpClient client, HttpTimeline timeline, Deadline deadline) {
    this.plan = plan;
    this.client = client;
    this.timeline = timeline;
    this.deadline = deadline;
  }

  Answer run() throws IOException {
    var request = firstRequest();
    for (int redirects = 0; ; redirects++) {
      if (deadline.passed()) {
        throw new SocketTimeoutException("no time left for another request");
      }
      var call = client.newCall(request);
      call.timeout().timeout(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      try (var response = call.execute()) {
        var latency = deadline.elapsed();
        var next = plan.redirects == 0 ? null : Redirects.next(request, response);
        if (next == null) {
          return finalAnswer(call, response, latency, redirects);
        }
        dropUnlessKept(call);
        if (redirects == plan.redirects) {
          return new Answer(response.code(), latency, redirects, true, OptionalLong.empty(), false);
        }
        request = next;
      }
    }
  }

  private Request firstRequest() {
    var request =
        new Request.Builder().url(plan.url).headers(plan.headers).method(plan.method, plan.body);
    if (!plan.keepAlive) {
      request.header("Connection", "close");
    }
    return request.build();
  }

  private Answer finalAnswer(Call call, Response response, Duration latency, int redirects)
      throws IOException {
    int status = response.code();
    if (plan.ignoreBody || !plan.accepted.contains(status)) {
      // The verdict is known; a body that never ends must not turn it into another one.
      dropUnlessKept(call);
      return new Answer(status, latency, redirects, false, OptionalLong.empty(), false);
    }
    timeline.stopwatch().begin(Phase.BODY);
    long bytes = countBody(response);
    timeline.stopwatch().end();
    if (bytes > plan.maxBody) {
      call.cancel();
      return new Answer(status, latency, redirects, false, OptionalLong.empty(), true);
    }
    return new Answer(status, latency, redirects, false, OptionalLong.of(bytes), false);
  }

  /** The size of the body; any number above the cap when it is larger than that. */
  private long countBody(Response response) throws IOException {
    var source = response.body().source();
    var chunk = new Buffer();
    long bytes = 0;
    while (bytes <= plan.maxBody) {
      long read = source.read(chunk, CHUNK);
      if (read < 0) {
        return bytes;
      }
      bytes += read;
      chunk.clear();
    }
    return bytes;
  }

  /** Closing a response reads what is left of it for a while; cancelling does not. */
  private void dropUnlessKept(Call call) {
    if (!plan.keepAlive) {
      call.cancel();
    }
  }
}
