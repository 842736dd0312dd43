package dev.pulse.samples.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks. The body has been read already, and is no larger than the server allows.
 * Thread-safe while the request is being answered.
 */
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> pathParameters;
  private final @Nullable String query;
  private final Function<String, @Nullable String> headers;
  private final byte[] body;
  private final String from;
  private final @Nullable Principal principal;

  Request(
      String method,
      String path,
      Map<String, String> pathParameters,
      @Nullable String query,
      Function<String, @Nullable String> headers,
      byte[] body,
      String from,
      @Nullable Principal principal) {
    this.method = method;
    this.path = path;
    this.pathParameters = pathParameters;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.from = from;
    this.principal = principal;
  }

  /** The method, in upper case. */
  public String method() {
    return method;
  }

  /** The whole path as it was sent, with the mount. */
  public String path() {
    return path;
  }

  /**
   * What a caller wrote in the place of a {@code {name}} of the path, decoded.
   *
   * @throws IllegalArgumentException when the route has no such place
   */
  public String path(String name) {
    var value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path of this route has no {" + name + "}");
    }
    return value;
  }

  /**
   * The query parameters.
   *
   * @param allowed the names of all that the route has
   * @throws HttpError 400 when another one was sent, or one of them twice
   */
  public Query query(String... allowed) {
    return Query.parse(query, List.of(allowed));
  }

  /**
   * The query parameters of a route that ignores those which it does not have, as many services do.
   * Of one that was sent several times the last counts.
   *
   * @param known the names of those that it has
   * @throws HttpError 400 when one of them is not percent-encoded as it should be
   */
  public Query someQuery(String... known) {
    return Query.parseSome(query, List.of(known));
  }

  /** A header; names are compared without case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.apply(name));
  }

  /** The address that the request came from; behind a proxy that of the proxy. */
  public String from() {
    return from;
  }

  /** The token of a caller: sent as bearer token, or as password of basic authentication. */
  public Optional<String> token() {
    return Optional.ofNullable(Credentials.of(headers.apply("Authorization")));
  }

  /** Who asks; empty where the server knows nobody, or the path is open to all. */
  public Optional<Principal> caller() {
    return Optional.ofNullable(principal);
  }

  /**
   * Who asks, for what nobody may do namelessly.
   *
   * @param needed what the caller must be allowed to
   * @throws HttpError 403 {@code Token needed} when the server knows nobody or the path is open to
   *     all, {@code Role not sufficient} when the caller has a lesser role
   */
  public Principal principal(Role needed) {
    if (principal == null) {
      throw HttpError.of(403, "Token needed")
          .withDetail(
              "Nobody may do this without a name, and no token is set here. Set server.tokens with a"
                  + " name, a role and a token each, or server.token, and send one.");
    }
    Gate.requireRole(principal, needed);
    return principal;
  }

  /** The body as a text, whatever it is: what is not UTF-8 is replaced. For what people read. */
  public String bodyForPeople() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The body as a text.
   *
   * @throws HttpError 400 when it is not UTF-8
   */
  public String body() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw HttpError.of(400, "Invalid request body").withDetail("It is not UTF-8.");
    }
  }

  /**
   * The body as JSON, read strictly: nothing unknown in it, nothing after it. What is missing is
   * null in the record.
   *
   * @param type a public record that accepts everything; components of primitive type are required
   * @throws HttpError 400 {@code Invalid request body} when it is not of that form
   */
  public <T> T json(Class<T> type) {
    body();
    return Json.decode(body, type);
  }
}
