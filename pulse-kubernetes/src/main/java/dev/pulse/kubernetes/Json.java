package dev.pulse.kubernetes;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * A value of a server's answer. Whoever reads it names what he wants: what is not there, or is of
 * another kind, is empty, and what nobody asks for is passed over, so that a newer cluster can say
 * more. Immutable.
 */
final class Json {
  private static final Json NOTHING = new Json(null);
  private static final int DEEPEST = 100;

  /** A good part of each object of a cluster, and of no interest here. */
  private static final String NOT_KEPT = "managedFields";

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads an object.
   *
   * @throws IOException when it cannot be read, or is no object
   */
  static Json object(BufferedSource source) throws IOException {
    try {
      var reader = JsonReader.of(source);
      if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
        throw new IOException("not a JSON object");
      }
      var object = new Json(read(reader, 0));
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new IOException("more than a JSON object");
      }
      return object;
    } catch (JsonDataException e) {
      throw new IOException("not a JSON object", e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws IOException when it cannot be read, or is no object
   */
  static Json object(String text) throws IOException {
    return object(new Buffer().writeUtf8(text));
  }

  private static @Nullable Object read(JsonReader reader, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("JSON that is nested too deeply");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> readObject(reader, depth);
      case BEGIN_ARRAY -> readArray(reader, depth);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> reader.nextNull();
      default -> throw new IOException("JSON that ends too early");
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonReader reader, int depth)
      throws IOException {
    var members = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      var name = reader.nextName();
      if (name.equals(NOT_KEPT)) {
        reader.skipValue();
      } else {
        members.put(name, read(reader, depth + 1));
      }
    }
    reader.endObject();
    return members;
  }

  private static List<@Nullable Object> readArray(JsonReader reader, int depth) throws IOException {
    var elements = new ArrayList<@Nullable Object>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(read(reader, depth + 1));
    }
    reader.endArray();
    return elements;
  }

  private static Object number(String literal) {
    try {
      return Long.valueOf(literal);
    } catch (NumberFormatException e) {
      return Double.valueOf(literal);
    }
  }

  /** What is at the end of a path of names. */
  Json at(String... path) {
    @Nullable Object found = value;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found == null ? NOTHING : new Json(found);
  }

  /** Whether there is something. */
  boolean isPresent() {
    return value != null;
  }

  /** The text at the end of a path. */
  Optional<String> text(String... path) {
    return at(path).value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The whole number at the end of a path. */
  OptionalLong number(String... path) {
    return at(path).value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Whether there is a true at the end of a path. */
  boolean isTrue(String... path) {
    return Boolean.TRUE.equals(at(path).value);
  }

  /** Whether there is a list at the end of a path. */
  boolean isList(String... path) {
    return at(path).value instanceof List;
  }

  /** The elements of the list at the end of a path; none where there is no list. */
  List<Json> items(String... path) {
    return at(path).value instanceof List<?> list
        ? list.stream().map(element -> new Json(element)).toList()
        : List.of();
  }
}
