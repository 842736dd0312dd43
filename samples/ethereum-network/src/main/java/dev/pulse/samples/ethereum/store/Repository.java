package dev.pulse.samples.ethereum.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.samples.ethereum.metrics.StoreMeter;
import dev.pulse.samples.ethereum.metrics.StoreMeter.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One collection of documents, whose operations are counted. A change that meets another one is
 * made again out of what the other left, three times. Thread-safe.
 *
 * @param <T> the type of the documents
 */
public final class Repository<T> implements Documents<T> {
  private static final int RETRIES = 3;

  private final String name;
  private final Documents<T> documents;
  private final Documents<AnyDocument> any;
  private final StoreMeter meter;

  /**
   * Any JSON object. Public because the JSON library asks for it.
   *
   * @param network a member that most documents have; nobody looks at it
   */
  public record AnyDocument(@Nullable String network) {}

  Repository(String name, Documents<T> documents, Documents<AnyDocument> any, StoreMeter meter) {
    this.name = requireNonNull(name, "name");
    this.documents = requireNonNull(documents, "documents");
    this.any = requireNonNull(any, "any");
    this.meter = requireNonNull(meter, "meter");
  }

  /** What it is called in metrics. */
  public String name() {
    return name;
  }

  @Override
  public Optional<Document<T>> find(String id) {
    return meter.measured(
        name,
        Operation.GET,
        () -> {
          var found = documents.find(id);
          if (found.isEmpty()) {
            meter.notFound(name);
          }
          return found;
        });
  }

  @Override
  public List<Document<T>> list() {
    return meter.measured(name, Operation.LIST, documents::list);
  }

  @Override
  public List<Document<T>> list(String after, int limit) {
    return meter.measured(name, Operation.LIST, () -> documents.list(after, limit));
  }

  @Override
  public Document<T> create(String id, T value) {
    var created = persisted(() -> documents.create(id, value));
    meter.added(name, 1);
    return created;
  }

  @Override
  public Document<T> update(String id, T value, long version) {
    return persisted(() -> documents.update(id, value, version));
  }

  private Document<T> persisted(Supplier<Document<T>> write) {
    var written = meter.measured(name, Operation.PERSIST, write);
    meter.size(name, JsonSize.of(written.value()));
    return written;
  }

  @Override
  public Document<T> change(String id, Function<Optional<T>, T> change) {
    for (int tries = 0; ; tries++) {
      var found = documents.find(id);
      var value = change.apply(found.map(Document::value));
      try {
        return found.isPresent() ? update(id, value, found.get().version()) : create(id, value);
      } catch (ConflictException e) {
        if (tries == RETRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Changes a document, if it is there.
   *
   * @return how it is now; empty when there is none
   */
  public Optional<Document<T>> changeIfPresent(String id, Function<T, T> change) {
    for (int tries = 0; ; tries++) {
      var found = documents.find(id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(update(id, change.apply(found.get().value()), found.get().version()));
      } catch (ConflictException e) {
        if (tries == RETRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public boolean delete(String id) {
    boolean there = meter.measured(name, Operation.PURGE, () -> documents.delete(id));
    meter.added(name, there ? -1 : 0);
    return there;
  }

  /** The ids of all documents, also of those that cannot be read as what they should be. */
  public List<String> ids() {
    return meter.measured(
        name, Operation.LIST, () -> any.list().stream().map(Document::id).toList());
  }

  /**
   * Whether there is a document, also one that cannot be read as what it should be. So the two
   * reasons of a {@code find} that fails are told apart.
   *
   * @throws dev.pulse.api.store.StoreException when the store does not answer
   */
  public boolean isThere(String id) {
    return meter.measured(name, Operation.GET, () -> any.find(id).isPresent());
  }

  /** Counts what was there before anybody looked, for the metrics. Once, before the first write. */
  void count() {
    meter.added(name, ids().size());
  }

  /**
   * The same documents under other ids, for a part of the system that knows nothing of paths. Lists
   * are under the paths.
   */
  public Documents<T> under(Function<String, String> paths) {
    return new Translated<>(this, paths);
  }

  private record Translated<T>(Repository<T> repository, Function<String, String> paths)
      implements Documents<T> {
    @Override
    public Optional<Document<T>> find(String id) {
      return repository.find(paths.apply(id));
    }

    @Override
    public List<Document<T>> list() {
      return repository.list();
    }

    @Override
    public List<Document<T>> list(String after, int limit) {
      return repository.list(after, limit);
    }

    @Override
    public Document<T> create(String id, T value) {
      return repository.create(paths.apply(id), value);
    }

    @Override
    public Document<T> update(String id, T value, long version) {
      return repository.update(paths.apply(id), value, version);
    }

    @Override
    public Document<T> change(String id, Function<Optional<T>, T> change) {
      return repository.change(paths.apply(id), change);
    }

    @Override
    public boolean delete(String id) {
      return repository.delete(paths.apply(id));
    }
  }
}
