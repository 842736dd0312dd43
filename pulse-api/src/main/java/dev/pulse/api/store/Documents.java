package dev.pulse.api.store;

import java.util.List;
import java.util.Optional;

/**
 * A collection of typed documents with versions: where a system keeps its own data. Every change is
 * on disk when the method returns. A change that is based on an old version is refused instead of
 * overwriting what somebody else wrote.
 *
 * <p>Ids are 1 to 200 characters (UTF-16 code units) without control characters and halves of
 * surrogate pairs. Nothing is found under another one. Thread-safe.
 *
 * @param <T> the type of the documents
 */
public interface Documents<T> {
  /** One document. */
  Optional<Document<T>> find(String id);

  /** All documents, ordered by id (by UTF-16 code units). */
  List<Document<T>> list();

  /**
   * Writes a new document.
   *
   * @throws ConflictException when the id exists
   * @throws IllegalArgumentException when the id has another form
   */
  Document<T> create(String id, T value);

  /**
   * Replaces a document.
   *
   * @param version the version on which the new value is based
   * @throws ConflictException when the document has another version by now, or is gone
   */
  Document<T> update(String id, T value, long version);

  /**
   * Removes a document, whatever its version.
   *
   * @return whether it was there
   */
  boolean delete(String id);
}
