package dev.pulse.samples.server;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Reads JSON as maps, lists, texts, booleans and doubles. */
public final class Answers {
  private static final JsonAdapter<Object> ANY = new Moshi.Builder().build().adapter(Object.class);

  private Answers() {}

  /** Any value. */
  public static Object value(String json) {
    try {
      var value = ANY.fromJson(json);
      if (value == null) {
        throw new IllegalArgumentException("null");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  /** An object. */
  @SuppressWarnings("unchecked") // keys of JSON objects are texts
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  /** An object, from its text. */
  public static Map<String, Object> object(String json) {
    return object(value(json));
  }

  /** The objects of an array. */
  @SuppressWarnings("unchecked") // the caller says so
  public static List<Map<String, Object>> objects(Object value) {
    return (List<Map<String, Object>>) value;
  }
}
