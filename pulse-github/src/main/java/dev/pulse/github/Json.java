package dev.pulse.github;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A value of a server's answer. Whoever reads it names what he wants: what is not there, or is of
 * another kind, is empty, and what nobody asks for is passed over, so that a newer server can say
 * more. For answers that may be long, {@link GitHubAnswer#reader()} is the way. Immutable.
 */
final class Json {
  private static final Json NOTHING = new Json(null);
  private static final int DEEPEST = 100;

  /** An empty object takes two bytes of an answer and fifty of memory. */
  private static final int MOST_VALUES = 1_000_000;

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /** What is not there. */
  static Json nothing() {
    return NOTHING;
  }

  /**
   * Reads a whole text.
   *
   * @throws IOException when it is not JSON, or has too much in it; the message quotes nothing
   */
  static Json read(ByteString text) throws IOException {
    var reader = JsonReader.of(new Buffer().write(text));
    var value = next(reader);
    if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
      throw new IOException("more than one value of JSON");
    }
    return value;
  }

  /** Reads a whole text. */
  static Json read(String text) throws IOException {
    return read(ByteString.encodeUtf8(text));
  }

  /** Reads the value that a reader stands before. */
  static Json next(JsonReader reader) throws IOException {
    try {
      return new Json(new Reading(reader).value(0));
    } catch (JsonDataException e) {
      throw new IOException("no valid JSON at " + reader.getPath());
    }
  }

  /** Confine to one thread. */
  private static final class Reading {
    private final JsonReader reader;
    private int values;

    Reading(JsonReader reader) {
      this.reader = reader;
    }

    @Nullable Object value(int depth) throws IOException {
      if (depth > DEEPEST) {
        throw new IOException("JSON that is nested too deeply");
      }
      if (++values > MOST_VALUES) {
        throw new IOException("JSON with more than " + MOST_VALUES + " values");
      }
      return switch (reader.peek()) {
        case BEGIN_OBJECT -> object(depth);
        case BEGIN_ARRAY -> array(depth);
        case STRING -> reader.nextString();
        case NUMBER -> number(reader.nextString());
        case BOOLEAN -> reader.nextBoolean();
        case NULL -> reader.nextNull();
        default -> throw new IOException("JSON that ends too early");
      };
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
      var members = new LinkedHashMap<String, @Nullable Object>();
      reader.beginObject();
      while (reader.hasNext()) {
        members.put(reader.nextName(), value(depth + 1));
      }
      reader.endObject();
      return members;
    }

    private List<@Nullable Object> array(int depth) throws IOException {
      var elements = new ArrayList<@Nullable Object>();
      reader.beginArray();
      while (reader.hasNext()) {
        elements.add(value(depth + 1));
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
  }

  /** What is at the end of a path of names. */
  Json at(String... path) {
    @Nullable Object found = value;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found == null ? NOTHING : new Json(found);
  }

  /** Whether there is something other than null. */
  boolean isPresent() {
    return value != null;
  }

  /** Whether it is an object. */
  boolean isObject() {
    return value instanceof Map;
  }

  /** Whether it is a list. */
  boolean isList() {
    return value instanceof List;
  }

  /** Whether there is a true at the end of a path. */
  boolean isTrue(String... path) {
    return Boolean.TRUE.equals(at(path).value);
  }

  /** The truth at the end of a path; empty when it is neither true nor false. */
  Optional<Boolean> truth(String... path) {
    return at(path).value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
  }

  /** The text at the end of a path. */
  Optional<String> text(String... path) {
    return at(path).value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The whole number at the end of a path. */
  OptionalLong number(String... path) {
    return at(path).value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The number at the end of a path, whole or not. */
  Optional<Double> decimal(String... path) {
    return at(path).value instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  /** The elements of the list at the end of a path; none where there is no list. */
  List<Json> items(String... path) {
    return at(path).value instanceof List<?> list
        ? list.stream().map(element -> new Json(element)).toList()
        : List.of();
  }

  /** The members of the object at the end of a path, in its order; none where there is none. */
  void members(BiConsumer<String, Json> member, String... path) {
    if (at(path).value instanceof Map<?, ?> map) {
      map.forEach((name, element) -> member.accept(String.valueOf(name), new Json(element)));
    }
  }
}
