package dev.pulse.samples.uptimeguard;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store in memory that can be switched off: it then refuses documents, commits and pings. */
final class StoppableStore implements Store {
  private final Store store = Stores.memory();
  private volatile boolean stopped;

  void stop(boolean stopped) {
    this.stopped = stopped;
  }

  private Store running() {
    if (stopped) {
      throw new StoreException("the store is stopped", null);
    }
    return store;
  }

  @Override
  public void commit(Commit commit) {
    running().commit(commit);
  }

  @Override
  public Journal journal() {
    return running().journal();
  }

  @Override
  public Incidents incidents() {
    return running().incidents();
  }

  @Override
  public Optional<byte[]> ruleState(String check) {
    return running().ruleState(check);
  }

  @Override
  public Documents<String> documents(String collection) {
    var documents = store.documents(collection);
    return new Documents<>() {
      private Documents<String> running() {
        StoppableStore.this.running();
        return documents;
      }

      @Override
      public Optional<Document<String>> find(String id) {
        return running().find(id);
      }

      @Override
      public List<Document<String>> list() {
        return running().list();
      }

      @Override
      public List<Document<String>> list(String after, int limit) {
        return running().list(after, limit);
      }

      @Override
      public Document<String> create(String id, String value) {
        return running().create(id, value);
      }

      @Override
      public Document<String> update(String id, String value, long version) {
        return running().update(id, value, version);
      }

      @Override
      public boolean delete(String id) {
        return running().delete(id);
      }
    };
  }

  @Override
  public long lastId() {
    return running().lastId();
  }

  @Override
  public void prune(Retention retention, Instant now) {
    running().prune(retention, now);
  }

  @Override
  public void forget(String check) {
    running().forget(check);
  }

  @Override
  public void ping() {
    running().ping();
  }

  @Override
  public void close() {
    store.close();
  }
}
