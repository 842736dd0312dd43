package dev.pulse.samples.server.web;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The origins whose pages may ask, beside the server's own. Immutable. */
final class Origins {
  static final Origins NONE = new Origins(Set.of());

  private static final String ANY = "*";
  private static final Pattern FORM = Pattern.compile("https?://[^\\s/?#@\\\\]+");
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9-]+(, *[A-Za-z0-9-]+)*");
  private static final int MAX_HEADER_NAMES = 500;

  private final Set<String> allowed;

  private Origins(Set<String> allowed) {
    this.allowed = allowed;
  }

  static Origins of(Collection<String> origins) {
    for (String origin : origins) {
      if (!origin.equals(ANY) && !FORM.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "origin \"" + origin + "\" must look like https://shop.example, or be *");
      }
    }
    return new Origins(
        origins.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean isEmpty() {
    return allowed.isEmpty();
  }

  boolean includes(String origin) {
    return allowed.contains(ANY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Whether everybody is answered the same. */
  boolean isAny() {
    return allowed.contains(ANY);
  }

  /** What a browser is told that asks before a page may. */
  static Response preflight(Request request, String methods) {
    var answer = Response.empty(204).withHeader("Allow", methods);
    if (request.header("Access-Control-Request-Method").isEmpty()) {
      return answer;
    }
    var told =
        answer
            .withHeader("Access-Control-Allow-Methods", methods)
            .withHeader("Access-Control-Max-Age", "600");
    return request
        .header("Access-Control-Request-Headers")
        .filter(names -> names.length() <= MAX_HEADER_NAMES)
        .filter(names -> HEADER_NAMES.matcher(names).matches())
        .map(names -> told.withHeader("Access-Control-Allow-Headers", names))
        .orElse(told);
  }
}
