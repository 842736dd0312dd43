package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

/**
 * A document as it was read or written.
 *
 * @param id what identifies it in its collection
 * @param version 1 for a new document, one more with each change
 * @param value the content
 * @param <T> the type of the content
 */
public record Document<T>(String id, long version, T value) {
  /** A document; all parts are needed. */
  public Document {
    requireNonNull(id, "id");
    requireNonNull(value, "value");
  }
}
