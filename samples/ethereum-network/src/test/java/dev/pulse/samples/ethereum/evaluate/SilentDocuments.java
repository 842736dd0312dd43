package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import java.util.List;
import java.util.Optional;

/** Documents of a store that does not answer, or refuses to write. */
public final class SilentDocuments<T> implements Documents<T> {
  private final Optional<Documents<T>> readable;

  /** Documents that answer nothing. */
  public SilentDocuments() {
    this.readable = Optional.empty();
  }

  /** Documents that can be read, and not be written. */
  SilentDocuments(Documents<T> readable) {
    this.readable = Optional.of(readable);
  }

  private static StoreException silence() {
    return new StoreException("the store does not answer", null);
  }

  @Override
  public Optional<Document<T>> find(String id) {
    return readable.orElseThrow(SilentDocuments::silence).find(id);
  }

  @Override
  public List<Document<T>> list() {
    throw silence();
  }

  @Override
  public List<Document<T>> list(String after, int limit) {
    throw silence();
  }

  @Override
  public Document<T> create(String id, T value) {
    throw silence();
  }

  @Override
  public Document<T> update(String id, T value, long version) {
    throw silence();
  }

  @Override
  public boolean delete(String id) {
    throw silence();
  }
}
