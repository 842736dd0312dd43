package dev.pulse.prometheus;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of servers that may send anything: what is not as it must be is one failure, which
 * says where it is and never what it is. Unknown members are passed over.
 */
final class Json {
  private static final String NAME = "__name__";
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /** Far enough for every clock, and well inside of what an instant can hold. */
  private static final double LATEST_MILLIS = 1e15;

  /** What an answer has that is not what it should be. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads what a reader stands before, and nothing else. */
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonReader reader) throws IOException;
  }

  /** Reads the value of a member, or passes over it. */
  @FunctionalInterface
  interface Member {
    void read(String name, JsonReader reader) throws IOException;
  }

  private Json() {}

  /** Reads a whole text. */
  static <T> T read(String text, Reading<T> reading) throws MalformedException {
    var reader = JsonReader.of(new Buffer().writeUtf8(text));
    try {
      T value = reading.read(reader);
      expect(reader, JsonReader.Token.END_DOCUMENT, "nothing behind it");
      return value;
    } catch (UnexpectedException e) {
      throw new MalformedException(e.getMessage() + " at " + reader.getPath());
    } catch (IOException | JsonDataException e) {
      // Their messages quote the text.
      throw new MalformedException("no valid JSON at " + reader.getPath());
    }
  }

  static final class UnexpectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Ends the reading, because of what the reader stands before. */
  static RuntimeException unexpected(String message) {
    return new UnexpectedException(message);
  }

  private static void expect(JsonReader reader, JsonReader.Token token, String words)
      throws IOException {
    if (reader.peek() != token) {
      throw unexpected("expected " + words);
    }
  }

  static void object(JsonReader reader, Member member) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_OBJECT, "an object");
    reader.beginObject();
    while (reader.hasNext()) {
      member.read(reader.nextName(), reader);
    }
    reader.endObject();
  }

  /** A list; none for null, as which some servers write an empty one. */
  static <T> List<T> listOrNull(JsonReader reader, Reading<T> element) throws IOException {
    return isNull(reader) ? List.of() : list(reader, element);
  }

  /** A list. */
  static <T> List<T> list(JsonReader reader, Reading<T> element) throws IOException {
    var all = new ArrayList<T>();
    expect(reader, JsonReader.Token.BEGIN_ARRAY, "a list");
    reader.beginArray();
    while (reader.hasNext()) {
      all.add(element.read(reader));
    }
    reader.endArray();
    return all;
  }

  /** Passes over a null, if it is one. */
  static boolean isNull(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return true;
    }
    return false;
  }

  static String string(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.STRING, "a text");
    return reader.nextString();
  }

  static double number(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.NUMBER, "a number");
    return reader.nextDouble();
  }

  /** A moment, in milliseconds since 1970. */
  static Instant moment(double millis) {
    // Written so that what is not a number is out of range, too.
    if (!(Math.abs(millis) <= LATEST_MILLIS)) {
      throw unexpected("expected a time");
    }
    return Instant.ofEpochMilli(Math.round(millis));
  }

  /** The name and the labels of a series, from an object of texts; none for null. */
  static Identity identity(JsonReader reader) throws IOException {
    var entries = new LinkedHashMap<String, String>();
    if (!isNull(reader)) {
      object(reader, (name, value) -> entries.put(name, string(value)));
    }
    entries.values().removeIf(String::isEmpty);
    @Nullable String name = entries.remove(NAME);
    return new Identity(name, labels(entries));
  }

  /** Which series it is. */
  record Identity(@Nullable String name, Labels labels) {}

  static Labels labels(Map<String, String> entries) {
    var readable = new LinkedHashMap<String, String>();
    entries.forEach((name, value) -> readable.put(readable(name), value));
    return Labels.from(readable);
  }

  /** Prometheus's own way to write a name that older readers would not take. */
  private static String readable(String name) {
    if (LABEL.matcher(name).matches()) {
      return name;
    }
    var escaped = new StringBuilder("U__");
    name.codePoints()
        .forEach(
            c -> {
              boolean plain = c < 128 && Character.isLetterOrDigit(c);
              if (c == '_') {
                escaped.append("__");
              } else if (plain) {
                escaped.append((char) c);
              } else {
                escaped
                    .append('_')
                    .append(Integer.toHexString(c).toLowerCase(Locale.ROOT))
                    .append('_');
              }
            });
    return escaped.toString();
  }

  /** The series, if each is there once and its values are in order. */
  static List<Series> distinct(List<Series> series) {
    var seen = new HashSet<Identity>();
    for (Series one : series) {
      if (!seen.add(new Identity(one.name().orElse(null), one.labels()))) {
        throw unexpected("expected each series once");
      }
      @Nullable Instant last = null;
      for (Point point : one.points()) {
        if (last != null && !point.at().isAfter(last)) {
          throw unexpected("expected values in the order of their times");
        }
        last = point.at();
      }
    }
    return series;
  }
}
