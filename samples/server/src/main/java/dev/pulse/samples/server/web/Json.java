package dev.pulse.samples.server.web;

import com.squareup.moshi.FromJson;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.ToJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * JSON as this server speaks it: times are RFC 3339 in UTC with milliseconds, and what is not known
 * is left out. Types are public records, maps, lists, texts, numbers, booleans and instants.
 */
final class Json {
  private static final int LAST_OF_FOUR_DIGITS = 9_999;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Moshi MOSHI = new Moshi.Builder().add(new Times()).build();

  private Json() {}

  static byte[] encode(Object value) {
    try (var buffer = new Buffer()) {
      MOSHI.adapter(Object.class).toJson(buffer, value);
      return buffer.readByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws HttpError 400 {@code Invalid request body} when the text is not exactly one
   */
  static <T> T decode(byte[] text, Class<T> type) {
    var adapter = MOSHI.adapter(type).failOnUnknown();
    try (var buffer = new Buffer().write(text);
        var reader = JsonReader.of(buffer)) {
      T value = adapter.fromJson(reader);
      if (value == null) {
        throw invalid("It is null.");
      }
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw invalid("Something follows the value.");
      }
      return value;
    } catch (IOException | JsonDataException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads any value, as maps that keep their order, lists, texts, truth values and numbers; those
   * without a fraction are whole ones, and are written as such.
   *
   * @throws IllegalArgumentException when the text is not exactly one
   */
  static @Nullable Object tree(byte[] text) {
    try (var buffer = new Buffer().write(text);
        var reader = JsonReader.of(buffer)) {
      var value = whole(reader.readJsonValue());
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new IllegalArgumentException("something follows the value");
      }
      return value;
    } catch (IOException | JsonDataException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Object whole(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, @Nullable Object>();
      map.forEach((name, member) -> copy.put(name, whole(member)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<@Nullable Object>();
      list.forEach(item -> copy.add(whole(item)));
      return copy;
    }
    return value instanceof Double number && number.longValue() == number
        ? (Object) number.longValue()
        : value;
  }

  /** Writes such a value for people, nulls as well. */
  static byte[] indented(Object tree) {
    try (var buffer = new Buffer();
        var writer = JsonWriter.of(buffer)) {
      writer.setIndent("  ");
      writer.setSerializeNulls(true);
      writer.jsonValue(tree);
      return buffer.readByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private static HttpError invalid(String detail) {
    return HttpError.of(400, "Invalid request body").withDetail(HttpError.shown(detail));
  }

  static String text(Instant instant) {
    var time = instant.atOffset(ZoneOffset.UTC);
    int year = time.getYear();
    if (year < 0 || year > LAST_OF_FOUR_DIGITS) {
      return TIME.format(instant);
    }
    // By hand, in a fifth of the time: a list of runs has thousands of these.
    var text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 3, year);
    digits(text, 6, time.getMonthValue());
    digits(text, 9, time.getDayOfMonth());
    digits(text, 12, time.getHour());
    digits(text, 15, time.getMinute());
    digits(text, 18, time.getSecond());
    digits(text, 22, time.getNano() / NANOS_PER_MILLI);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number so that it ends at a place. */
  private static void digits(byte[] text, int last, int number) {
    int place = last;
    for (int rest = number; rest > 0; rest /= 10) {
      text[place--] = (byte) ('0' + rest % 10);
    }
  }

  static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** Moshi finds these methods by their annotations. */
  static final class Times {
    @ToJson
    String write(Instant instant) {
      return text(instant);
    }

    @FromJson
    Instant read(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new JsonDataException("\"" + text + "\" is no time such as 2026-01-31T12:00:00Z", e);
      }
    }
  }
}
