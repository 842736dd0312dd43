package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Remembers in maps, behind one lock. Thread-safe. */
final class MemoryStore implements Store, Incidents {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final NavigableMap<Long, Outcome> outcomes = new TreeMap<>();
  private final Map<String, NavigableMap<Long, Outcome>> outcomesByCheck = new HashMap<>();
  private final NavigableMap<Long, Incident> incidents = new TreeMap<>();
  private final Map<OpenKey, Long> openIncidents = new HashMap<>();
  private final Map<String, byte[]> ruleStates = new HashMap<>();
  private final Map<String, MemoryDocuments> documents = new HashMap<>();
  private final Journal journal = new MemoryJournal(this);
  private long lastId;
  private boolean closed;

  private record OpenKey(String check, String rule, @Nullable String subject) {
    static OpenKey of(Incident incident) {
      return new OpenKey(incident.check(), incident.rule(), incident.subject().orElse(null));
    }
  }

  @Override
  public void commit(Commit commit) {
    DocumentNames.requireSound(commit.documents());
    write(
        () -> {
          refuseKnownRuns(commit);
          var open = openAfter(commit);
          commit.outcomes().forEach(this::append);
          openIncidents.clear();
          openIncidents.putAll(open);
          for (Incident incident : commit.incidents()) {
            incidents.put(incident.id(), incident);
            lastId = Math.max(lastId, incident.id());
          }
          commit.ruleStates().forEach((check, state) -> ruleStates.put(check, state.clone()));
          commit.documents().forEach(change -> collection(change.collection()).apply(change));
          return true;
        });
  }

  private void refuseKnownRuns(Commit commit) {
    var seen = new HashSet<Long>();
    for (Outcome outcome : commit.outcomes()) {
      if (!seen.add(outcome.runId()) || outcomes.containsKey(outcome.runId())) {
        throw Conflicts.run(outcome.runId());
      }
    }
  }

  /** The open incidents as they will be after a commit; its own order does not matter. */
  private Map<OpenKey, Long> openAfter(Commit commit) {
    if (commit.incidents().isEmpty()) {
      return Map.copyOf(openIncidents);
    }
    var open = new HashMap<>(openIncidents);
    commit.incidents().forEach(incident -> open.values().remove(incident.id()));
    for (Incident incident : commit.incidents()) {
      if (incident.isOpen()) {
        Long other = open.putIfAbsent(OpenKey.of(incident), incident.id());
        if (other != null) {
          throw Conflicts.incident(incident, other);
        }
      }
    }
    return open;
  }

  private void append(Outcome outcome) {
    outcomes.put(outcome.runId(), outcome);
    outcomesByCheck
        .computeIfAbsent(outcome.check(), check -> new TreeMap<>())
        .put(outcome.runId(), outcome);
    lastId = Math.max(lastId, outcome.runId());
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Incidents incidents() {
    return this;
  }

  @Override
  public Optional<Incident> find(long id) {
    return read(() -> Optional.ofNullable(incidents.get(id)));
  }

  @Override
  public Page<Incident> list(IncidentQuery query) {
    Predicate<Incident> wanted =
        incident ->
            query.check().map(incident.check()::equals).orElse(true)
                && incident.check().startsWith(query.prefix())
                && query.open().map(open -> open == incident.isOpen()).orElse(true);
    return read(() -> page(incidents, query.before(), query.limit(), wanted, Incident::id));
  }

  @Override
  public Optional<byte[]> ruleState(String check) {
    requireNonNull(check, "check");
    return read(() -> Optional.ofNullable(ruleStates.get(check)).map(byte[]::clone));
  }

  @Override
  public Documents<String> documents(String collection) {
    DocumentNames.requireCollection(collection);
    return write(() -> collection(collection));
  }

  private MemoryDocuments collection(String name) {
    return documents.computeIfAbsent(name, key -> new MemoryDocuments(this, key));
  }

  @Override
  public long lastId() {
    return read(() -> lastId);
  }

  @Override
  public void prune(Retention retention, Instant now) {
    long end = Boundaries.millisFrom(Retention.before(retention.results(), now));
    write(
        () -> {
          outcomes.values().removeIf(outcome -> outcome.started().toEpochMilli() < end);
          for (NavigableMap<Long, Outcome> ofCheck : outcomesByCheck.values()) {
            ofCheck.values().removeIf(outcome -> outcome.started().toEpochMilli() < end);
          }
          return outcomesByCheck.values().removeIf(Map::isEmpty);
        });
  }

  @Override
  public void forget(String check) {
    requireNonNull(check, "check");
    write(
        () -> {
          var ofCheck = outcomesByCheck.remove(check);
          if (ofCheck != null) {
            outcomes.keySet().removeAll(ofCheck.keySet());
          }
          incidents.values().removeIf(incident -> incident.check().equals(check));
          openIncidents.keySet().removeIf(key -> key.check().equals(check));
          return ruleStates.remove(check) != null;
        });
  }

  @Override
  public void ping() {
    read(() -> true);
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The outcomes of a registration by run id, or of all; only inside {@link #read}. */
  NavigableMap<Long, Outcome> outcomes(Optional<String> check) {
    return check.map(name -> outcomesByCheck.getOrDefault(name, new TreeMap<>())).orElse(outcomes);
  }

  /** Does something that changes nothing. */
  <T> T read(Supplier<T> work) {
    return locked(lock.readLock(), work);
  }

  /** Does something that nobody must see half done. */
  <T> T write(Supplier<T> work) {
    return locked(lock.writeLock(), work);
  }

  private <T> T locked(Lock side, Supplier<T> work) {
    side.lock();
    try {
      if (closed) {
        throw new StoreException("the store is closed", null);
      }
      return work.get();
    } finally {
      side.unlock();
    }
  }

  /** The newest items that are wanted. */
  static <T> Page<T> page(
      NavigableMap<Long, T> all,
      OptionalLong before,
      int limit,
      Predicate<T> wanted,
      ToLongFunction<T> id) {
    var range = before.isPresent() ? all.headMap(before.getAsLong(), false) : all;
    List<T> items = new ArrayList<>();
    for (T item : range.descendingMap().values()) {
      if (!wanted.test(item)) {
        continue;
      }
      if (items.size() == limit) {
        return new Page<>(items, OptionalLong.of(id.applyAsLong(items.get(limit - 1))));
      }
      items.add(item);
    }
    return new Page<>(items, OptionalLong.empty());
  }
}
