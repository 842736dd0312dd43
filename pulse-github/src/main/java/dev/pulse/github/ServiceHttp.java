package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.check.Reason;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.net.RetryAfter;
import dev.pulse.core.internal.notify.BrokenCall;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a service beside GitHub: asks, again as it was told, reads bounded answers and tells
 * the observer. It knows no token of GitHub's, and follows no redirect. Thread-safe.
 */
final class ServiceHttp {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHttp.class);
  private static final long LARGEST_REFUSAL = 64L << 10;
  private static final int MOST_SHOWN = 200;

  private final String service;
  private final HttpUrl base;
  private final OkHttpClient client;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final long maxBody;
  private final List<Duration> waits;
  private final RequestObserver observer;
  private final Environment environment;

  /**
   * An answer with any status.
   *
   * @param body only of an answer with the status 200
   */
  record Reply(int status, ByteString body) {
    JsonReader reader() {
      return JsonReader.of(new Buffer().write(body));
    }
  }

  /** What one request brought, and whether to try again. */
  private record Attempt(
      @Nullable Reply reply, String failure, boolean again, Optional<Duration> told) {
    Reply result() throws ServiceException {
      if (reply == null) {
        throw new ServiceException(failure);
      }
      return reply;
    }
  }

  ServiceHttp(
      String service, HttpUrl base, ServiceClientBuilder<?> builder, Environment environment) {
    this.service = service;
    this.base = base;
    this.client =
        DirectHttp.client(builder.egress, environment.lookups(), environment.tls()).build();
    this.headers = Map.copyOf(builder.headers);
    this.timeout = builder.timeout;
    this.maxBody = builder.maxBody;
    this.waits = builder.waits;
    this.observer = builder.observer;
    this.environment = environment;
  }

  /** A URL below the base, of segments that are encoded already. */
  HttpUrl.Builder url(String encodedPath) {
    return base.newBuilder().addEncodedPathSegments(encodedPath);
  }

  InstantSource clock() {
    return environment.clock();
  }

  Instant now() {
    return environment.clock().instant();
  }

  /**
   * Asks until there is an answer that is worth keeping.
   *
   * @param body null to GET
   * @param operation what the observer is told
   * @throws ServiceException when there is none
   */
  Reply ask(HttpUrl url, @Nullable RequestBody body, String operation, Deadline deadline)
      throws ServiceException, InterruptedException {
    var request = new Request.Builder().url(url);
    headers.forEach(request::header);
    if (body != null) {
      request.post(body);
    }
    var built = request.build();
    for (int tries = 0; ; tries++) {
      var attempt = attempt(built, operation, deadline);
      if (!attempt.again() || tries == waits.size()) {
        return attempt.result();
      }
      var wait = longer(waits.get(tries), attempt.told().orElse(Duration.ZERO));
      if (wait.compareTo(Duration.ofNanos(deadline.remainingNanos())) >= 0) {
        return attempt.result();
      }
      environment.pause().sleep(wait);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Attempt attempt(Request request, String operation, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted();
    }
    if (deadline.passed()) {
      return lost("no time is left to ask", false);
    }
    var call = client.newCall(request);
    call.timeout()
        .timeout(Math.min(timeout.toNanos(), deadline.timeoutNanos()), TimeUnit.NANOSECONDS);
    long start = System.nanoTime();
    @Nullable Integer status = null;
    try (var response = call.execute()) {
      var attempt = read(call, response);
      status = response.code();
      return attempt;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      return lost(BrokenCall.words(e), !BrokenCall.reason(e).equals(Reason.DENIED));
    } finally {
      tell(request, operation, Duration.ofNanos(System.nanoTime() - start), status);
    }
  }

  private Attempt read(Call call, Response response) throws IOException {
    int status = response.code();
    if (status != 200) {
      discard(call, response);
      boolean again = status == 429 || status >= 500;
      var told = again ? RetryAfter.of(response, clock()) : Optional.<Duration>empty();
      return new Attempt(
          again ? null : new Reply(status, ByteString.EMPTY), answered(status), again, told);
    }
    var body = new Buffer();
    var source = response.body().source();
    while (body.size() <= maxBody) {
      if (source.read(body, maxBody + 1 - body.size()) < 0) {
        return new Attempt(new Reply(status, body.readByteString()), "", false, Optional.empty());
      }
    }
    // Closing the answer would read what is left of it.
    call.cancel();
    return lost("the answer is larger than " + maxBody + " bytes", false);
  }

  /** Reads what a refusal says, so that the connection can be kept; not when that is much. */
  private static void discard(Call call, Response response) {
    var ignored = new Buffer();
    try {
      var source = response.body().source();
      while (source.read(ignored, LARGEST_REFUSAL) >= 0) {
        if (ignored.size() > LARGEST_REFUSAL) {
          call.cancel();
          return;
        }
      }
    } catch (IOException e) {
      // The status is known, which is all that is wanted.
      call.cancel();
    }
  }

  private Attempt lost(String words, boolean again) {
    return new Attempt(null, name() + " has no answer: " + words, again, Optional.empty());
  }

  /** The failure of an answer whose status is not the wanted one. */
  ServiceException refused(Reply reply) {
    return new ServiceException(answered(reply.status()));
  }

  /** The failure of an answer that is not what it should be. */
  ServiceException garbled(FactJson.MalformedException e) {
    return new ServiceException(
        "the answer of " + name() + " cannot be understood: " + e.getMessage());
  }

  private String answered(int status) {
    return name() + " answered " + status;
  }

  private String name() {
    return switch (service) {
      case CodecovClient.SERVICE -> "Codecov";
      case OsvClient.SERVICE -> "OSV";
      default -> "deps.dev";
    };
  }

  private void tell(Request request, String operation, Duration took, @Nullable Integer status) {
    var observed =
        (status == null
                ? ObservedRequest.broken(service, operation, took)
                : ObservedRequest.answered(service, operation, took, status))
            .at(ForeignText.oneLine(request.url().encodedPath(), MOST_SHOWN));
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", observed.line());
    }
    try {
      observer.observed(observed);
    } catch (RuntimeException e) {
      LOG.warn("an observer of requests failed", e);
    }
  }

  private InterruptedException interrupted() {
    boolean unused = Thread.interrupted();
    return new InterruptedException("interrupted while asking " + name());
  }
}
