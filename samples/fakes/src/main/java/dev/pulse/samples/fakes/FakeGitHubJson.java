package dev.pulse.samples.fakes;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as GitHub writes it: what is absent is said to be null, times have whole seconds. */
final class FakeGitHubJson {
  private static final JsonAdapter<Object> ANYTHING =
      new Moshi.Builder().build().adapter(Object.class).serializeNulls();

  private FakeGitHubJson() {}

  /** The JSON of fields, a list of such, or a map of such. */
  static String text(Object value) {
    return ANYTHING.toJson(Fields.plain(value));
  }

  static Fields fields() {
    return new Fields();
  }

  /** The members of an object, in order. Confined to one thread. */
  static final class Fields {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Fields() {}

    Fields with(String name, @Nullable Object value) {
      members.put(name, plain(value));
      return this;
    }

    String text(String name) {
      return String.valueOf(members.get(name));
    }

    private static @Nullable Object plain(@Nullable Object value) {
      if (value instanceof Fields fields) {
        return fields.members;
      }
      return value instanceof List<?> list ? list.stream().map(Fields::plain).toList() : value;
    }
  }

  /** What a client sent; empty when it is no JSON object. */
  static Map<String, Object> read(String text) {
    var members = new LinkedHashMap<String, Object>();
    try {
      if (!text.isBlank() && ANYTHING.fromJson(text) instanceof Map<?, ?> map) {
        map.forEach(
            (name, value) -> {
              if (value != null) {
                members.put(String.valueOf(name), value);
              }
            });
      }
    } catch (IOException | RuntimeException e) {
      // Not JSON: no members, which the routes refuse.
      members.clear();
    }
    return members;
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static @Nullable String timeOrNull(@Nullable Instant at) {
    return at == null ? null : time(at);
  }

  static String sha1(String text) {
    return hash("SHA-1", text);
  }

  static String sha256(String text) {
    return hash("SHA-256", text);
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
