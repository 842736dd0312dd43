package dev.pulse.samples.server;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that answers a ping, and takes documents, as a test says. */
final class FaultyStore implements Store {
  private final Store store = Stores.memory();
  private final AtomicInteger pings = new AtomicInteger();
  private volatile Runnable onPing = () -> {};
  private volatile Runnable onDocument = () -> {};

  void onPing(Runnable reaction) {
    onPing = reaction;
  }

  void onDocument(Runnable reaction) {
    onDocument = reaction;
  }

  int pings() {
    return pings.get();
  }

  static void fail() {
    throw new StoreException("the disk is gone", null);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
  }

  @Override
  public void ping() {
    pings.incrementAndGet();
    onPing.run();
    store.ping();
  }

  @Override
  public void commit(Commit commit) {
    store.commit(commit);
  }

  @Override
  public Journal journal() {
    return store.journal();
  }

  @Override
  public Incidents incidents() {
    return store.incidents();
  }

  @Override
  public Optional<byte[]> ruleState(String check) {
    return store.ruleState(check);
  }

  @Override
  @SuppressWarnings("unchecked") // a proxy of an interface with one type
  public Documents<String> documents(String collection) {
    var documents = store.documents(collection);
    return (Documents<String>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Documents.class},
            (proxy, method, arguments) -> {
              onDocument.run();
              return method.invoke(documents, arguments);
            });
  }

  @Override
  public long lastId() {
    return store.lastId();
  }

  @Override
  public void prune(Retention retention, Instant now) {
    store.prune(retention, now);
  }

  @Override
  public void forget(String check) {
    store.forget(check);
  }

  @Override
  public void close() {
    store.close();
  }
}
