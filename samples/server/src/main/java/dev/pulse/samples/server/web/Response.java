package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is answered. Immutable; {@code with…} returns a changed copy. The server adds the
 * headers that every answer has (security, length, {@code Cache-Control: no-store} unless given).
 */
public final class Response {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final @Nullable CompletionStage<Response> later;
  private final @Nullable EventHub stream;
  private final @Nullable Streamed streamed;

  /** What is written piece by piece, and how long a caller may take for a piece. */
  record Streamed(Body body, Duration patience) {}

  private Response(
      int status,
      Map<String, String> headers,
      byte[] body,
      @Nullable CompletionStage<Response> later,
      @Nullable EventHub stream,
      @Nullable Streamed streamed) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.later = later;
    this.stream = stream;
    this.streamed = streamed;
  }

  /** A value as JSON, with status 200. See {@link #json(int, Object)}. */
  public static Response json(Object value) {
    return json(200, value);
  }

  /**
   * A value as JSON. Nulls are left out; instants are written as RFC 3339 in UTC with milliseconds.
   *
   * @param value a public record, map, list, text, number, boolean or instant, to any depth
   */
  public static Response json(int status, Object value) {
    return of(status, "application/json", Json.encode(requireNonNull(value, "value")));
  }

  /** A page, with status 200. Whoever writes it has escaped what came from outside. */
  public static Response html(String page) {
    return text(200, "text/html; charset=utf-8", page);
  }

  /** A text of any type. */
  public static Response text(int status, String contentType, String text) {
    return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing but a status, such as 204. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0], null, null, null);
  }

  /**
   * An answer that comes later, without holding a thread until then. It should come within half a
   * minute; what it fails with is treated as if the handler had thrown it.
   */
  public static Response later(CompletionStage<Response> answer) {
    return new Response(200, Map.of(), new byte[0], requireNonNull(answer, "answer"), null, null);
  }

  /**
   * An answer that is written piece by piece, with status 200. A {@code HEAD} does not ask it. A
   * caller who takes less than 32 KiB in half a minute is given up, and the body with it: its next
   * write throws an {@link java.io.IOException}.
   */
  public static Response streamed(String contentType, Body body) {
    return streamed(contentType, body, PATIENCE);
  }

  static Response streamed(String contentType, Body body, Duration patience) {
    return new Response(
        200,
        Map.of("Content-Type", contentType),
        new byte[0],
        null,
        null,
        new Streamed(requireNonNull(body, "body"), patience));
  }

  static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("Content-Type", contentType), body, null, null, null);
  }

  static Response stream(EventHub hub) {
    return new Response(
        200,
        Map.of(
            "Content-Type", "text/event-stream; charset=utf-8",
            // Asks a reverse proxy to pass events on at once.
            "X-Accel-Buffering", "no"),
        new byte[0],
        null,
        hub,
        null);
  }

  /** This response with a header, in place of one of the same name. */
  public Response withHeader(String name, String value) {
    var copy = new LinkedHashMap<>(headers);
    copy.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return new Response(status, Collections.unmodifiableMap(copy), body, later, stream, streamed);
  }

  /**
   * This response for callers who do not have it yet, and an empty 304 for those who say that they
   * do; browsers keep it, and ask each time. For large answers that are often the same.
   */
  public Response unlessKnown(Request request) {
    var tag = EntityTag.of(body);
    return tag.on(tag.isKnownTo(request) ? empty(304) : this);
  }

  Response withBody(byte[] other) {
    return new Response(status, headers, other, later, stream, streamed);
  }

  Response withStatus(int status) {
    return new Response(status, headers, body, later, stream, streamed);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The headers; unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Nullable CompletionStage<Response> later() {
    return later;
  }

  @Nullable EventHub stream() {
    return stream;
  }

  @Nullable Streamed streamed() {
    return streamed;
  }
}
