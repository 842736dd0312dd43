package dev.pulse.core.internal.json;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers and truth values, for messages whose shape somebody else
 * decides. For documents of our own take {@link JsonDocuments}.
 */
public final class JsonTree {
  private static final JsonAdapter<Object> ANYTHING =
      new Moshi.Builder().build().adapter(Object.class);

  private JsonTree() {}

  /** The JSON of a map; its values are as this class has them. */
  public static String text(Map<String, ?> object) {
    return ANYTHING.toJson(object);
  }

  /** The object that a foreign text is; empty when it is none. Numbers are doubles. */
  public static Optional<Map<?, ?>> object(String json) {
    try {
      return ANYTHING.fromJson(json) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Not JSON, or nested deeper than anybody means it.
      return Optional.empty();
    }
  }

  /** A text inside of an object; empty when there is none. */
  public static Optional<String> text(Map<?, ?> object, String member) {
    @Nullable Object value = object.get(member);
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
