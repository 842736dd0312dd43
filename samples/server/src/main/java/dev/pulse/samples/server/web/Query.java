package dev.pulse.samples.server.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. They are read strictly, unless a route asks otherwise: what is
 * not understood is refused and never ignored, because a misspelt filter would show too much.
 * Immutable.
 */
public final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  static Query parse(@Nullable String text, List<String> allowed) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : pairs(text)) {
      add(values, pair, allowed);
    }
    return new Query(values);
  }

  /** Without the parameters that are not known, and those whose names nobody can read. */
  static Query parseSome(@Nullable String text, List<String> known) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : pairs(text)) {
      int equals = pair.indexOf('=');
      var raw = equals < 0 ? pair : pair.substring(0, equals);
      var name = known.contains(raw) ? raw : legible(raw);
      if (known.contains(name)) {
        values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  private static List<String> pairs(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split("&", -1)).filter(pair -> !pair.isEmpty()).toList();
  }

  private static void add(Map<String, String> values, String pair, List<String> allowed) {
    int equals = pair.indexOf('=');
    var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
    if (!allowed.contains(name)) {
      var shown = HttpError.shown(name);
      throw HttpError.invalid(
          shown,
          allowed.isEmpty()
              ? "left out: this route has no parameters"
              : "one of the parameters " + String.join(", ", allowed),
          name);
    }
    var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
    if (values.put(name, value) != null) {
      throw HttpError.invalid(name, "given once", value);
    }
  }

  /** A name; empty, as no parameter is called, when it is not encoded as it should be. */
  private static String legible(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpError.of(400, "Malformed request")
          .withDetail("The query is not percent-encoded as it should be.");
    }
  }

  /** The value of a parameter; empty when it was not sent. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value of a parameter as a whole number.
   *
   * @throws HttpError 400 when it is no number, or outside the bounds
   */
  public OptionalLong number(String name, long least, long most) {
    var text = values.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    // Long.parseLong takes a plus sign and digits of other scripts as well; nobody means those.
    if (text.matches("-?[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    }
    throw HttpError.invalid(name, "a whole number from " + least + " to " + most, text);
  }

  /**
   * The value of a parameter that is {@code true} or {@code false}.
   *
   * @throws HttpError 400 when it is neither
   */
  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw HttpError.invalid(name, "true or false", text);
                });
  }
}
