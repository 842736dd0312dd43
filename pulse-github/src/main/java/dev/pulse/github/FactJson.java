package dev.pulse.github;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of servers piece by piece, so that a large answer is never in memory as a tree.
 * What is not as it must be is one failure, which says where and never what. Unknown members are
 * passed over; a null is the same as no member.
 */
final class FactJson {
  /** Reads what a reader stands before, and nothing else. */
  @FunctionalInterface
  interface Value<T extends @Nullable Object> {
    T read(JsonReader reader) throws IOException;
  }

  /** Reads the value of a member, or passes over it; never called for a null. */
  @FunctionalInterface
  interface Member {
    void read(String name, JsonReader reader) throws IOException;
  }

  /** An answer that is not what it should be. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static final class UnexpectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
      super(message, null, false, false);
    }
  }

  /** More than fit into an answer of the largest size, if each element says something. */
  private static final int MOST_ELEMENTS = 300_000;

  /** Counts the elements of all lists of an answer. */
  private static final class Elements {
    private int read;
  }

  private FactJson() {}

  /** Reads a whole answer. */
  static <T> T read(JsonReader reader, Value<T> value) throws MalformedException {
    try {
      T read = value.read(reader);
      expect(reader, JsonReader.Token.END_DOCUMENT, "nothing behind it");
      return read;
    } catch (UnexpectedException e) {
      throw new MalformedException(e.getMessage() + " at " + place(reader));
    } catch (IOException | JsonDataException e) {
      // Their messages quote the answer.
      throw new MalformedException("no valid JSON at " + place(reader));
    }
  }

  /** Where the reader is. The names in a path are the server's, so that only a few are shown. */
  private static String place(JsonReader reader) {
    return ForeignText.oneLine(reader.getPath(), 80);
  }

  /** Ends the reading, because of what the reader stands before. */
  static RuntimeException unexpected(String words) {
    return new UnexpectedException("expected " + words);
  }

  private static void expect(JsonReader reader, JsonReader.Token token, String words)
      throws IOException {
    if (reader.peek() != token) {
      throw unexpected(words);
    }
  }

  static void object(JsonReader reader, Member member) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_OBJECT, "an object");
    reader.beginObject();
    while (reader.hasNext()) {
      var name = reader.nextName();
      if (!isNull(reader)) {
        member.read(name, reader);
      }
    }
    reader.endObject();
  }

  static <T> List<T> list(JsonReader reader, Value<T> element) throws IOException {
    var all = new ArrayList<T>();
    each(reader, one -> all.add(element.read(one)));
    return all;
  }

  /**
   * Reads the elements of a list without keeping them. An empty object takes three bytes of an
   * answer, and a hundred of the memory of whoever makes something of it: all lists of an answer
   * together have a limit.
   */
  static void each(JsonReader reader, Value<?> element) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_ARRAY, "a list");
    reader.beginArray();
    var elements = elements(reader);
    while (reader.hasNext()) {
      if (++elements.read > MOST_ELEMENTS) {
        throw unexpected("no more than " + MOST_ELEMENTS + " elements");
      }
      element.read(reader);
    }
    reader.endArray();
  }

  private static Elements elements(JsonReader reader) {
    @Nullable Elements known = reader.tag(Elements.class);
    if (known != null) {
      return known;
    }
    var elements = new Elements();
    reader.setTag(Elements.class, elements);
    return elements;
  }

  /** Whether a list is next; reads nothing. */
  static boolean isList(JsonReader reader) throws IOException {
    return reader.peek() == JsonReader.Token.BEGIN_ARRAY;
  }

  /** Whether an object is next; reads nothing. */
  static boolean isObject(JsonReader reader) throws IOException {
    return reader.peek() == JsonReader.Token.BEGIN_OBJECT;
  }

  /** Passes over a null, if it is one. */
  private static boolean isNull(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return true;
    }
    return false;
  }

  static String text(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.STRING, "a text");
    return reader.nextString();
  }

  static boolean truth(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BOOLEAN, "true or false");
    return reader.nextBoolean();
  }

  static long whole(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.NUMBER, "a whole number");
    return reader.nextLong();
  }

  /** A number as it is written. Some servers write it as a text. */
  static BigDecimal decimal(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.NUMBER && reader.peek() != JsonReader.Token.STRING) {
      throw unexpected("a number");
    }
    var written = reader.nextString();
    try {
      if (written.length() <= 40) {
        return new BigDecimal(written);
      }
    } catch (NumberFormatException e) {
      // Said below, as for one that is too long.
    }
    throw unexpected("a number");
  }

  /** A moment as RFC 3339 writes it, with any offset. */
  static Instant moment(JsonReader reader) throws IOException {
    try {
      return OffsetDateTime.parse(text(reader)).toInstant();
    } catch (DateTimeException e) {
      throw unexpected("a time");
    }
  }
}
