package dev.pulse.github;

import java.util.Optional;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param operation what the observer is told, and what budgets are kept for
 * @param headers beyond those of every request
 * @param wanted whether the body of the answer is of interest
 * @param repeatable whether it may be sent again when nobody knows what became of it
 * @param keeping what of an answer is kept, which is all that is known when nothing has changed;
 *     empty for nothing
 */
record Question(
    String method,
    HttpUrl url,
    String operation,
    Headers headers,
    @Nullable RequestBody body,
    boolean wanted,
    boolean repeatable,
    Function<ByteString, Optional<ByteString>> keeping) {
  private static final Headers NONE = Headers.of();

  static Question get(HttpUrl url, String operation) {
    return new Question("GET", url, "GET " + operation, NONE, null, true, true, Optional::of);
  }

  /** Asks for the status alone. */
  static Question status(HttpUrl url, String operation) {
    return new Question("GET", url, "GET " + operation, NONE, null, false, true, Optional::of);
  }

  static Question send(String method, HttpUrl url, String operation, RequestBody body) {
    return new Question(
        method, url, method + " " + operation, NONE, body, true, false, Optional::of);
  }

  Question with(Headers headers) {
    return new Question(method, url, operation, headers, body, wanted, repeatable, keeping);
  }

  Question at(HttpUrl url) {
    return new Question(method, url, operation, headers, body, wanted, repeatable, keeping);
  }

  Question asRepeatable() {
    return new Question(method, url, operation, headers, body, wanted, true, keeping);
  }

  Question keeping(Function<ByteString, Optional<ByteString>> keeping) {
    return new Question(method, url, operation, headers, body, wanted, repeatable, keeping);
  }

  boolean isGet() {
    return method.equals("GET");
  }

  /** What of the answer is kept. */
  String kept() {
    var accept = headers.get("Accept");
    return (wanted ? method : "STATUS") + (accept == null ? "" : " " + accept);
  }
}
