package dev.pulse.core.internal.json;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Typed documents over JSON texts. Thread-safe.
 *
 * <p>Kept are public records, and classes with a no-argument constructor and fields, of texts,
 * numbers, booleans, enums, {@link Instant}, {@link Duration}, {@link LocalDate}, further such
 * types, and lists, sets and maps of them. {@link Optional} is not: declare the component nullable.
 *
 * <p>Nulls: components that are null are left out of the JSON; what the JSON leaves out is null in
 * the value, and a failure for a primitive. A document as a whole is never null. Names in the JSON
 * that the type does not have are passed over, so that a document of a newer version can be read;
 * they are lost when an older version writes it.
 *
 * @param <T> the type of the documents
 */
public final class JsonDocuments<T> implements Documents<T> {
  static final Moshi MOSHI =
      new Moshi.Builder()
          .add(Instant.class, new TextAdapter<>(Instant::parse).nullSafe())
          .add(Duration.class, new TextAdapter<>(Duration::parse).nullSafe())
          .add(LocalDate.class, new TextAdapter<>(LocalDate::parse).nullSafe())
          .build();

  private final Documents<String> raw;
  private final String collection;
  private final Class<T> type;
  private final JsonAdapter<T> adapter;

  private JsonDocuments(
      Documents<String> raw, String collection, Class<T> type, JsonAdapter<T> adapter) {
    this.raw = raw;
    this.collection = collection;
    this.type = type;
    this.adapter = adapter;
  }

  /**
   * Documents of a type.
   *
   * @param raw where their JSON is kept
   * @param collection what messages call it
   * @throws IllegalArgumentException when the type cannot be kept as JSON
   */
  public static <T> Documents<T> of(Documents<String> raw, String collection, Class<T> type) {
    requireNonNull(raw, "raw");
    requireNonNull(collection, "collection");
    requireNonNull(type, "type");
    try {
      return new JsonDocuments<>(raw, collection, type, MOSHI.adapter(type));
    } catch (RuntimeException | AssertionError e) {
      // Moshi throws AssertionError for a record that it may not call.
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be kept as documents: it must be a public record or a plain class, of texts,"
              + " numbers, booleans, enums, Instant, Duration, LocalDate, and lists and maps of these",
          e);
    }
  }

  @Override
  public Optional<Document<T>> find(String id) {
    return raw.find(id).map(this::decode);
  }

  @Override
  public List<Document<T>> list() {
    return raw.list().stream().map(this::decode).toList();
  }

  @Override
  public List<Document<T>> list(String after, int limit) {
    return raw.list(after, limit).stream().map(this::decode).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also when the value cannot be written as JSON
   */
  @Override
  public Document<T> create(String id, T value) {
    return with(raw.create(id, encode(id, value)), value);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the value cannot be written as JSON
   */
  @Override
  public Document<T> update(String id, T value, long version) {
    return with(raw.update(id, encode(id, value), version), value);
  }

  @Override
  public boolean delete(String id) {
    return raw.delete(id);
  }

  private Document<T> with(Document<String> written, T value) {
    return new Document<>(written.id(), written.version(), value);
  }

  private String encode(String id, T value) {
    requireNonNull(value, "value");
    try {
      return adapter.toJson(value);
    } catch (RuntimeException | AssertionError e) {
      throw new IllegalArgumentException(
          "the value for " + name(id) + " cannot be written as JSON", withoutContent(e));
    }
  }

  /** The only place where JSON becomes a value: whatever goes wrong here goes wrong in one way. */
  private Document<T> decode(Document<String> document) {
    try {
      T value = adapter.fromJson(document.value());
      if (value != null) {
        return new Document<>(document.id(), document.version(), value);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new StoreException(unreadable(document.id()), withoutContent(e));
    }
    throw new StoreException(unreadable(document.id()), null);
  }

  private String unreadable(String id) {
    return name(id) + " is not the JSON of a " + type.getName();
  }

  private String name(String id) {
    return "document \"" + id + "\" of collection " + collection;
  }

  /**
   * Where it went wrong, but not over what: messages quote what they could not read, and documents
   * hold what is nobody's business in a log.
   */
  static Throwable withoutContent(Throwable failure) {
    var copy = new IllegalStateException(failure.getClass().getName());
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }
}
