package dev.pulse.core.check;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where a redirect leads, by RFC 9110 section 15.4 and as browsers do it: a POST becomes a GET at
 * 301 and 302, everything but HEAD becomes a GET at 303, nothing changes at 307 and 308.
 */
final class Redirects {
  private static final Set<String> HARMLESS =
      Set.of("accept", "cache-control", "connection", "user-agent");

  private Redirects() {}

  /** The next request; null when the response is final, also when its Location is unusable. */
  static @Nullable Request next(Request request, Response response) {
    int status = response.code();
    @Nullable String location = redirects(status) ? response.header("Location") : null;
    @Nullable HttpUrl url = location == null ? null : request.url().resolve(location);
    if (url == null) {
      return null;
    }
    var next = request.newBuilder().url(url);
    if (becomesGet(status, request.method())) {
      next.method("GET", null).headers(withoutBody(request.headers()));
    }
    if (!sameOrigin(request.url(), url)) {
      next.headers(harmless(next.build().headers()));
    }
    return next.build();
  }

  /** Whether a response sends its reader to a place that no HTTP request can be sent to. */
  static boolean leadsNowhere(Request request, Response response) {
    @Nullable String location = response.header("Location");
    return redirects(response.code())
        && location != null
        && request.url().resolve(location) == null;
  }

  private static boolean redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean becomesGet(int status, String method) {
    return switch (status) {
      case 301, 302 -> method.equals("POST");
      case 303 -> !method.equals("HEAD") && !method.equals("GET");
      default -> false;
    };
  }

  private static Headers withoutBody(Headers headers) {
    return keep(headers, name -> !name.startsWith("content-"));
  }

  /** Any header may be a credential (X-Api-Key, Cookie), so only these cross to another origin. */
  private static Headers harmless(Headers headers) {
    return keep(
        headers,
        name ->
            name.startsWith("accept-") || name.startsWith("content-") || HARMLESS.contains(name));
  }

  private static Headers keep(Headers headers, Predicate<String> wanted) {
    var kept = new Headers.Builder();
    for (int i = 0; i < headers.size(); i++) {
      if (wanted.test(headers.name(i).toLowerCase(Locale.ROOT))) {
        kept.add(headers.name(i), headers.value(i));
      }
    }
    return kept.build();
  }

  /** Whether two URLs lead to the same server, in the same way. */
  static boolean sameOrigin(HttpUrl left, HttpUrl right) {
    return left.scheme().equals(right.scheme())
        && left.host().equals(right.host())
        && left.port() == right.port();
  }
}
