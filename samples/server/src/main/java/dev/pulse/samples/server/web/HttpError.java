package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with an error that the caller is told about. Everything in it is shown to whoever
 * asked: no secrets, no addresses of the inside. Immutable.
 *
 * <p>The server itself uses these messages: 400 {@code Malformed request}, {@code Invalid request
 * body}, {@code Invalid <parameter>}; 401 {@code Unauthorized}; 403 {@code Cross-origin request
 * refused}, {@code Token needed}, {@code Role not sufficient}; 404 {@code Not found}; 405 {@code
 * Method not allowed}; 413 {@code Request body too large}; 500 {@code Internal error}; 503 {@code
 * Store unavailable}, {@code Too many event streams}; 429 {@code Too many attempts} for wrong
 * tokens. Signing in adds 401 {@code Sign-in failed}.
 */
public final class HttpError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_FOUND = 100;

  private final int status;
  private final String message;
  private final @Nullable String detail;
  private final @Nullable String parameter;
  private final LinkedHashMap<String, String> headers;

  private HttpError(
      int status,
      String message,
      @Nullable String detail,
      @Nullable String parameter,
      Map<String, String> headers) {
    // Answers to callers are no faults of this program: they need no stack.
    super(message, null, false, false);
    this.status = status;
    this.message = message;
    this.detail = detail;
    this.parameter = parameter;
    this.headers = new LinkedHashMap<>(headers);
  }

  /**
   * An error.
   *
   * @param status 400 to 599
   * @param message what is wrong, in a few words that do not change from case to case
   */
  public static HttpError of(int status, String message) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "the status of an error must be 400 to 599, but is " + status);
    }
    return new HttpError(status, requireNonNull(message, "message"), null, null, Map.of());
  }

  /**
   * A 400 with the message {@code Invalid <parameter>}, and a detail that says what is allowed.
   *
   * @param parameter its name
   * @param expected what is allowed, to follow "must be": {@code 1 to 1000}
   * @param found what was sent; shown shortened and without control characters
   */
  public static HttpError invalid(String parameter, String expected, String found) {
    return new HttpError(
        400,
        "Invalid " + parameter,
        parameter + " must be " + expected + ", but is \"" + shown(found) + "\"",
        parameter,
        Map.of());
  }

  /** This error with a sentence about this very case. */
  public HttpError withDetail(String detail) {
    return new HttpError(status, message, requireNonNull(detail, "detail"), parameter, headers);
  }

  /** This error with a header for its answer. */
  public HttpError withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpError(status, message, detail, parameter, more);
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** What is wrong, in a few words. */
  public String message() {
    return message;
  }

  /** A sentence about this very case. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  /** The query parameter that is to blame, when one is. */
  public Optional<String> parameter() {
    return Optional.ofNullable(parameter);
  }

  /** Headers of the answer; a copy. */
  public Map<String, String> headers() {
    return new LinkedHashMap<>(headers);
  }

  /** A text of a caller as it may be repeated: short, on one line. */
  public static String shown(String text) {
    var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "�");
    return line.codePointCount(0, line.length()) <= MAX_FOUND
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_FOUND)) + "…";
  }
}
