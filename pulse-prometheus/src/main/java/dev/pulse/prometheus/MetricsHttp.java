package dev.pulse.prometheus;

import dev.pulse.api.check.Reason;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.RetryAfter;
import dev.pulse.core.internal.notify.BrokenCall;
import dev.pulse.core.internal.notify.Unspeakable;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one server: sends requests, tries them again as it was told, reads bounded answers,
 * tells the observer, and lets no secret out. Thread-safe.
 */
final class MetricsHttp {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsHttp.class);
  private static final int MOST_SHOWN = 200;

  /**
   * A credential is removed from whole answers when it is as long as that. A shorter one may be
   * part of anything, and so may what else is not shown, such as the name of a tenant in a header:
   * without them labels would be others, and series not found.
   */
  private static final int SHORTEST_REMOVED = 16;

  private final String service;
  private final HttpUrl base;
  private final OkHttpClient client;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final long maxBody;
  private final List<Duration> waits;
  private final RequestObserver observer;
  private final Environment environment;

  /** Of messages, which people read. */
  private final Unspeakable secrets;

  /** Of answers, whose texts become labels and warnings. */
  private final Unspeakable longSecrets;

  /**
   * An answer.
   *
   * @param body its text, of which secrets have been removed
   */
  record Reply(int status, String body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /** What one request brought: an answer or a failure, and whether to try again. */
  private record Attempt(
      @Nullable Reply reply,
      @Nullable QueryFailure failure,
      boolean again,
      Optional<Duration> told) {
    /** Whether there is an answer to the end, or one whose status says enough. */
    boolean whole() {
      return failure == null || failure.status().isPresent();
    }

    Reply result() {
      if (failure != null) {
        throw new MetricsException(failure);
      }
      if (reply == null) {
        throw new IllegalStateException("an attempt without an outcome");
      }
      return reply;
    }
  }

  MetricsHttp(
      String service, HttpUrl base, MetricsClientBuilder<?> builder, Environment environment) {
    this.service = service;
    this.base = base;
    this.client =
        DirectHttp.client(builder.egress, environment.lookups(), tls(base, builder, environment))
            .build();
    this.headers = Map.copyOf(builder.headers);
    this.timeout = builder.timeout;
    this.maxBody = builder.maxBody;
    this.waits = builder.waits;
    this.observer = builder.observer;
    this.environment = environment;
    this.secrets = Unspeakable.of(builder.secrets);
    this.longSecrets =
        Unspeakable.ofWhole(
            builder.credentials.stream().filter(s -> s.length() >= SHORTEST_REMOVED).toList());
  }

  private static FreshTls tls(
      HttpUrl base, MetricsClientBuilder<?> builder, Environment environment) {
    var trust = builder.files.trust();
    var tls = trust == null ? environment.tls() : environment.tls().withTrust(trust);
    var key = builder.files.key();
    return key == null
        ? tls
        : tls.showing(key, (host, port) -> base.host().equals(host) && base.port() == port);
  }

  /** A URL below the base. */
  HttpUrl.Builder url(String path) {
    return base.newBuilder().addPathSegments(path);
  }

  /** The time for one call. */
  Duration timeout() {
    return timeout;
  }

  /**
   * Asks until there is an answer worth keeping.
   *
   * @param body null to GET
   * @param operation what the observer is told
   * @return an answer with any status
   * @throws MetricsException when there is none
   */
  Reply call(HttpUrl url, @Nullable RequestBody body, String operation, Deadline deadline)
      throws InterruptedException {
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
      return lost(Reason.TIMEOUT, "no time is left to ask", false);
    }
    var call = client.newCall(request);
    call.timeout()
        .timeout(Math.min(timeout.toNanos(), deadline.timeoutNanos()), TimeUnit.NANOSECONDS);
    long start = System.nanoTime();
    @Nullable Integer status = null;
    try (var response = call.execute()) {
      var attempt = read(call, response);
      status = attempt.whole() ? response.code() : null;
      return attempt;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      var reason = BrokenCall.reason(e);
      return lost(reason, BrokenCall.words(e), !reason.equals(Reason.DENIED));
    } finally {
      tell(operation, Duration.ofNanos(System.nanoTime() - start), status);
    }
  }

  private void tell(String operation, Duration took, @Nullable Integer status) {
    try {
      observer.observed(
          status == null
              ? ObservedRequest.broken(service, operation, took)
              : ObservedRequest.answered(service, operation, took, status));
    } catch (RuntimeException e) {
      LOG.warn("an observer of requests failed", e);
    }
  }

  private InterruptedException interrupted() {
    boolean unused = Thread.interrupted();
    return new InterruptedException("interrupted while asking " + place());
  }

  private Attempt read(Call call, Response response) throws IOException {
    int status = response.code();
    var body = new Buffer();
    boolean whole = false;
    try {
      var source = response.body().source();
      while (body.size() <= maxBody) {
        if (source.read(body, maxBody + 1 - body.size()) < 0) {
          whole = true;
          break;
        }
      }
    } catch (IOException e) {
      if (response.isSuccessful()) {
        throw e;
      }
      // The status is known, which says more than that its explanation broke off.
    }
    if (!whole) {
      // Closing the answer would read what is left of it.
      call.cancel();
    }
    if (response.isSuccessful() && !whole) {
      return lost(Reason.TOO_LARGE, "the answer is larger than " + maxBody + " bytes", false);
    }
    boolean again = status == 429 || status >= 500;
    var told = again ? RetryAfter.of(response, environment.clock()) : Optional.<Duration>empty();
    var text = text(body.readByteArray(), response.isSuccessful());
    return text.isPresent()
        ? new Attempt(new Reply(status, text.get()), null, again, told)
        : new Attempt(null, garbled(status, "it is not UTF-8"), false, Optional.empty());
  }

  /** The text without secrets; empty when it is none and must be one. */
  private Optional<String> text(byte[] body, boolean strict) {
    try {
      var text =
          strict
              ? StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString()
              : new String(body, StandardCharsets.UTF_8);
      return Optional.of(longSecrets.removedFrom(text));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Attempt lost(Reason reason, String words, boolean again) {
    var failure = QueryFailure.of(reason, place() + ": " + words);
    return new Attempt(null, failure, again, Optional.empty());
  }

  /** The failure of an answer whose status says that there is none. */
  QueryFailure refused(Reply reply, Reason reason, String words) {
    int status = reply.status();
    if (status >= 300 && status < 400) {
      return QueryFailure.of(
              Reason.STATUS,
              answered(status) + ", a redirect, which is not followed: configure where it leads")
          .withStatus(status);
    }
    var shown = speakable(words);
    return QueryFailure.of(reason, answered(status) + (shown.isEmpty() ? "" : ": " + shown))
        .withStatus(status);
  }

  /** The failure of an answer that is not what it should be. */
  QueryFailure garbled(int status, String words) {
    return QueryFailure.of(
            Reason.PROTOCOL, answered(status) + ", which cannot be understood: " + speakable(words))
        .withStatus(status);
  }

  private String answered(int status) {
    return place() + " answered " + status;
  }

  /** A text of the server's, fit to be shown: one line of at most 200 characters, no secrets. */
  String speakable(String text) {
    var clean = secrets.removedFrom(text).strip().replaceAll("\\s+", " ");
    return ForeignText.oneLine(clean, MOST_SHOWN);
  }

  /** Where the server is, as far as it may be shown. */
  String place() {
    boolean usual = base.port() == HttpUrl.defaultPort(base.scheme());
    var host = base.host().indexOf(':') >= 0 ? "[" + base.host() + "]" : base.host();
    return base.scheme() + "://" + host + (usual ? "" : ":" + base.port());
  }
}
