package dev.pulse.core.internal.notify;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be away, and counts commits. */
final class FaultyStore implements Store {
  private final Store store = Stores.memory();
  private final AtomicInteger commits = new AtomicInteger();
  private volatile boolean takes = true;
  private volatile boolean gives = true;
  private volatile Runnable during = () -> {};
  private volatile Runnable asked = () -> {};

  /** Whether commits are taken. */
  void takes(boolean takes) {
    this.takes = takes;
  }

  /** Whether documents are given out. */
  void gives(boolean gives) {
    this.gives = gives;
  }

  /** What happens while the next commit is written. */
  void during(Runnable event) {
    during = event;
  }

  /** What happens when documents are asked for the next time. */
  void whenAsked(Runnable event) {
    asked = event;
  }

  /** How many commits were tried. */
  int commits() {
    return commits.get();
  }

  @Override
  public void commit(Commit commit) {
    commits.incrementAndGet();
    var event = during;
    during = () -> {};
    event.run();
    if (!takes) {
      throw new StoreException("the disk is full", null);
    }
    store.commit(commit);
  }

  @Override
  public Documents<String> documents(String collection) {
    var event = asked;
    asked = () -> {};
    event.run();
    if (!gives) {
      throw new StoreException("the disk is gone", null);
    }
    return store.documents(collection);
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
  public void ping() {
    store.ping();
  }

  @Override
  public void close() {
    store.close();
  }
}
