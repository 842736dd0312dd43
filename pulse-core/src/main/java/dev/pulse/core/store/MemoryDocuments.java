package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One collection of a {@link MemoryStore}. Thread-safe. */
final class MemoryDocuments implements Documents<String> {
  private final MemoryStore store;
  private final String collection;
  private final NavigableMap<String, Document<String>> documents =
      new TreeMap<>(DocumentNames.ORDER);

  MemoryDocuments(MemoryStore store, String collection) {
    this.store = store;
    this.collection = collection;
  }

  @Override
  public Optional<Document<String>> find(String id) {
    requireNonNull(id, "id");
    return store.read(() -> Optional.ofNullable(documents.get(id)));
  }

  @Override
  public List<Document<String>> list() {
    return store.read(() -> List.copyOf(documents.values()));
  }

  @Override
  public List<Document<String>> list(String after, int limit) {
    requireNonNull(after, "after");
    DocumentNames.requireLimit(limit);
    return store.read(
        () -> documents.tailMap(after, false).values().stream().limit(limit).toList());
  }

  @Override
  public Document<String> create(String id, String value) {
    var document = new Document<>(DocumentNames.requireId(id), 1, value);
    return store.write(
        () -> {
          if (documents.putIfAbsent(id, document) != null) {
            throw Conflicts.exists(collection, id);
          }
          return document;
        });
  }

  @Override
  public Document<String> update(String id, String value, long version) {
    var document = new Document<>(id, version + 1, value);
    return store.write(
        () -> {
          var current = documents.get(id);
          if (current == null) {
            throw Conflicts.gone(collection, id);
          }
          if (current.version() != version) {
            throw Conflicts.version(collection, id, version, current.version());
          }
          documents.put(id, document);
          return document;
        });
  }

  /** Changes what is there, whatever its version; only inside {@link MemoryStore#write}. */
  void apply(Commit.DocumentChange change) {
    var id = change.id();
    if (change.body().isEmpty()) {
      documents.remove(id);
      return;
    }
    var current = documents.get(id);
    long version = current == null ? 1 : current.version() + 1;
    documents.put(id, new Document<>(id, version, change.body().get()));
  }

  @Override
  public boolean delete(String id) {
    requireNonNull(id, "id");
    return store.write(() -> documents.remove(id) != null);
  }
}
