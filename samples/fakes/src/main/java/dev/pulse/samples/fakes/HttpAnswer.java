package dev.pulse.samples.fakes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeCluster} or a {@link FakeGitHub} is told to answer to an HTTP request, in place
 * of what it would. Immutable.
 */
public final class HttpAnswer {
  private final int code;
  private final Map<String, String> headers;
  private final String body;
  private final Duration delay;
  private final Optional<SocketEffect> effect;
  private final Optional<SocketEffect> midway;

  /** Computed when it is asked for: of large answers it takes long. */
  private volatile @Nullable String fingerprint;

  private HttpAnswer(
      int code,
      Map<String, String> headers,
      String body,
      Duration delay,
      Optional<SocketEffect> effect,
      Optional<SocketEffect> midway) {
    this.code = code;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.delay = delay;
    this.effect = effect;
    this.midway = midway;
  }

  /** A {@code Status} object, as an API server explains its refusals. */
  public static HttpAnswer status(int code, String reason, String message) {
    return json(code, Statuses.failure(code, reason, message, Map.of()));
  }

  /** A refusal with a body of a proxy's kind, or with none when it is empty. */
  public static HttpAnswer text(int code, String body) {
    return new HttpAnswer(
        code,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        body,
        Duration.ZERO,
        noEffect(),
        noEffect());
  }

  /** This JSON, which need not be any. */
  public static HttpAnswer json(int code, String body) {
    return new HttpAnswer(
        code,
        Map.of("Content-Type", "application/json"),
        body,
        Duration.ZERO,
        noEffect(),
        noEffect());
  }

  static HttpAnswer json(int code, Map<String, ?> object) {
    return json(code, Json.text(object));
  }

  /** Another place to ask. */
  public static HttpAnswer redirect(int code, String location) {
    return new HttpAnswer(
        code, Map.of("Location", location), "", Duration.ZERO, noEffect(), noEffect());
  }

  /** The connection is closed without an answer. */
  public static HttpAnswer cut() {
    return new HttpAnswer(
        500, Map.of(), "", Duration.ZERO, Optional.of(new SocketEffect.CloseSocket()), noEffect());
  }

  /** The connection stays open, and nothing is answered. */
  public static HttpAnswer silence() {
    return new HttpAnswer(
        500, Map.of(), "", Duration.ZERO, Optional.of(SocketEffect.Stall.INSTANCE), noEffect());
  }

  /** The same, with a header more. */
  public HttpAnswer header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(code, more, body, delay, effect, midway);
  }

  /** The same, but the connection is closed when half of the body is sent. */
  public HttpAnswer cutMidway() {
    return new HttpAnswer(
        code, headers, body, delay, effect, Optional.of(new SocketEffect.CloseSocket()));
  }

  /** The same, but nothing follows the first half of the body, and the connection stays open. */
  public HttpAnswer silentMidway() {
    return new HttpAnswer(
        code, headers, body, delay, effect, Optional.of(SocketEffect.Stall.INSTANCE));
  }

  /** The same, so much later. */
  public HttpAnswer after(Duration delay) {
    return new HttpAnswer(code, headers, body, delay, effect, midway);
  }

  int code() {
    return code;
  }

  /** Of body and link to the next page: what makes one answer differ from another. */
  String fingerprint() {
    var known = fingerprint;
    if (known == null) {
      known = FakeGitHubJson.sha256(body + headers.getOrDefault("Link", ""));
      fingerprint = known;
    }
    return known;
  }

  /** Whether the client sees the code. */
  boolean isSent() {
    return effect.isEmpty();
  }

  Duration delay() {
    return delay;
  }

  MockResponse response() {
    var response = new MockResponse.Builder().code(code).body(body);
    headers.forEach(response::setHeader);
    if (!delay.isZero()) {
      response.headersDelay(delay.toMillis(), TimeUnit.MILLISECONDS);
    }
    effect.ifPresent(response::onResponseStart);
    midway.ifPresent(response::onResponseBody);
    return response.build();
  }

  private static Optional<SocketEffect> noEffect() {
    return Optional.empty();
  }
}
