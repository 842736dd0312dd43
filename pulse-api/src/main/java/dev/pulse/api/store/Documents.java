package dev.pulse.api.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /** All documents, ordered by id, character by character by Unicode code point. */
  List<Document<T>> list();

  /**
   * A part of the documents, for collections too large to read at once.
   *
   * @param after only ids that come after this one; empty for the beginning
   * @param limit how many at most; at least 1
   * @return ordered by id; fewer than the limit when nothing follows
   */
  List<Document<T>> list(String after, int limit);

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
   * Makes a new value out of whatever is there, and writes it; when somebody else was faster, it is
   * made again out of theirs.
   *
   * @param change makes the new value; given nothing when there is no such document. May be called
   *     several times, so it must only compute
   * @throws ConflictException when others are faster again and again
   */
  default Document<T> change(String id, Function<Optional<T>, T> change) {
    for (int tries = 1; ; tries++) {
      var found = find(id);
      var value = change.apply(found.map(Document::value));
      try {
        return found.isPresent() ? update(id, value, found.get().version()) : create(id, value);
      } catch (ConflictException e) {
        if (tries == 100) {
          throw e;
        }
      }
    }
  }

  /**
   * Removes a document, whatever its version.
   *
   * @return whether it was there
   */
  boolean delete(String id);
}
