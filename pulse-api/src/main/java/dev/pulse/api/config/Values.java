package dev.pulse.api.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the plain values of a configuration mean. Nothing here knows of options or problems. */
final class Values {
  private Values() {}

  /** The text of a single value; null for lists, sections and nothing. */
  static @Nullable String text(@Nullable Object value) {
    if (value instanceof Secret secret) {
      return secret.reveal();
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }

  static @Nullable Integer integer(Object value) {
    var text = text(value);
    return text == null ? null : Integer.valueOf(text.strip());
  }

  static @Nullable Double number(Object value) {
    var text = text(value);
    // BigDecimal, because Double also reads "1d", "0x1p3" and "NaN".
    var number = text == null ? Double.NaN : new BigDecimal(text.strip()).doubleValue();
    return Double.isFinite(number) ? number : null;
  }

  static @Nullable Boolean bool(Object value) {
    var text = text(value);
    return switch (text == null ? "" : text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  static @Nullable URI uri(Object value) {
    var text = text(value);
    try {
      return text == null ? null : new URI(text.strip());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** A list of texts; a single text is a list of one. */
  static List<String> texts(Object value) {
    var list = value instanceof List<?> many ? many : List.of(value);
    var texts = new ArrayList<String>();
    for (int i = 0; i < list.size(); i++) {
      var text = text(list.get(i));
      if (text == null) {
        throw new Refused(
            value instanceof List
                ? "must be a list of texts, but number " + (i + 1) + " is " + describe(list.get(i))
                : "must be a list of texts, but is " + describe(value));
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  static @Nullable Map<String, String> map(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return null;
    }
    var texts = new LinkedHashMap<String, String>();
    map.forEach(
        (name, entry) -> {
          var text = text(entry);
          if (text == null) {
            throw new Refused(
                "must have texts for values, but \"" + name + "\" is " + describe(entry));
          }
          texts.put(String.valueOf(name), text);
        });
    return texts;
  }

  /** A value as it may stand in a message. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "empty";
    }
    if (value instanceof Map) {
      return "a section";
    }
    if (value instanceof List) {
      return "a list";
    }
    var text = value.toString();
    return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
  }

  /** Whether a value is a secret or has one inside. */
  static boolean hides(@Nullable Object value) {
    return !secrets(value).isEmpty();
  }

  /** The secrets of a value and of everything inside it. */
  static List<String> secrets(@Nullable Object value) {
    if (value instanceof Secret secret) {
      return List.of(secret.reveal());
    }
    Collection<?> inside =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof List<?> list ? list : List.of();
    return inside.stream().flatMap(entry -> secrets(entry).stream()).toList();
  }

  /** A message of somebody else's with asterisks in the place of secrets. */
  static String redact(String message, Collection<String> secrets) {
    var redacted = message;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, "***");
    }
    return redacted;
  }

  /** A value that was understood and is not allowed; the message says all there is to say. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }
}
