package dev.pulse.github;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param operation what the observer is told, and what budgets are kept for
 * @param headers beyond those of every request
 * @param wanted whether the body of the answer is of interest
 * @param repeatable whether it may be sent again when nobody knows what became of it
 */
record Question(
    String method,
    HttpUrl url,
    String operation,
    Headers headers,
    @Nullable RequestBody body,
    boolean wanted,
    boolean repeatable) {
  private static final Headers NONE = Headers.of();

  static Question get(HttpUrl url, String operation) {
    return new Question("GET", url, "GET " + operation, NONE, null, true, true);
  }

  /** Asks for the status alone. */
  static Question status(HttpUrl url, String operation) {
    return new Question("GET", url, "GET " + operation, NONE, null, false, true);
  }

  static Question send(String method, HttpUrl url, String operation, RequestBody body) {
    return new Question(method, url, method + " " + operation, NONE, body, true, false);
  }

  Question with(Headers headers) {
    return new Question(method, url, operation, headers, body, wanted, repeatable);
  }

  Question at(HttpUrl url) {
    return new Question(method, url, operation, headers, body, wanted, repeatable);
  }

  Question asRepeatable() {
    return new Question(method, url, operation, headers, body, wanted, true);
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
