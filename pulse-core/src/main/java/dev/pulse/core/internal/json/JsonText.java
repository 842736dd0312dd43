package dev.pulse.core.internal.json;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonAdapter;
import dev.pulse.api.store.StoreException;
import java.io.IOException;

/**
 * Values of one type as the JSON of a document, for documents that are written with a commit. What
 * can be kept, and how, is said at {@link JsonDocuments}. Thread-safe.
 *
 * @param <T> the type of the values
 */
public final class JsonText<T> {
  private final Class<T> type;
  private final JsonAdapter<T> adapter;

  private JsonText(Class<T> type) {
    this.type = type;
    this.adapter = JsonDocuments.MOSHI.adapter(type);
  }

  /** The JSON of a public record of texts, numbers, times, and lists and maps of these. */
  public static <T> JsonText<T> of(Class<T> type) {
    return new JsonText<>(requireNonNull(type, "type"));
  }

  /** The JSON of a value. */
  public String write(T value) {
    return adapter.toJson(requireNonNull(value, "value"));
  }

  /**
   * The value of a JSON text. Components that it leaves out are null.
   *
   * @param name what messages call the document
   * @throws StoreException when it is not the JSON of such a value; does not repeat it
   */
  public T read(String name, String json) {
    try {
      T value = adapter.fromJson(json);
      if (value != null) {
        return value;
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new StoreException(unreadable(name), JsonDocuments.withoutContent(e));
    }
    throw new StoreException(unreadable(name), null);
  }

  private String unreadable(String name) {
    return name + " is not the JSON of a " + type.getName();
  }
}
