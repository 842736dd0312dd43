package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what runs bring, in groups: a thousand at a time, after {@link #WINDOW}, or at once when
 * an incident is among them. One commit holds the results, what the rules learnt from them and the
 * incidents they led to, so that a crash can never separate these; it loses at most the last
 * window. Listeners are told after the commit. Thread-safe; one thread at a time writes.
 */
final class Recorder {
  /** How long a result may wait for others. This is what a crash can lose. */
  static final Duration WINDOW = Duration.ofMillis(200);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int GROUP = 1_000;
  private static final int MOST = 100_000;
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private final Store store;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Listeners listeners;
  private final Object lock = new Object();
  private final ReentrantLock writing = new ReentrantLock();

  // Both only while writing.
  private final Queue<List<Entry>> untold = new ArrayDeque<>();
  private boolean telling;

  private List<Entry> pending = new ArrayList<>();
  private List<Entry> inWriting = List.of();
  private boolean urgent;
  private boolean scheduled;
  private boolean failing;
  private boolean closed;
  private long lost;

  /**
   * What one step of the engine leaves behind.
   *
   * @param check the registration
   * @param outcome the result, unless incidents were closed by hand
   * @param ruleState what the rules have learnt, if there are any
   * @param events what happened to incidents
   */
  @SuppressWarnings("ArrayRecordComponent") // opaque bytes, passed on and never compared
  record Entry(
      String check,
      @Nullable Outcome outcome,
      byte @Nullable [] ruleState,
      List<IncidentEvent> events) {}

  Recorder(Store store, Scheduler scheduler, Executor executor, Listeners listeners) {
    this.store = store;
    this.scheduler = scheduler;
    this.executor = executor;
    this.listeners = listeners;
  }

  /** Takes an entry. Cheap, and calls nothing; follow with {@link #kick}. */
  void add(Entry entry) {
    synchronized (lock) {
      pending.add(entry);
      urgent |= !entry.events().isEmpty() || pending.size() >= GROUP;
      boundPending();
    }
  }

  /** Sees to it that what was taken is written: soon, or now when it is urgent. */
  void kick() {
    boolean now;
    boolean later;
    synchronized (lock) {
      now = urgent && !failing;
      later = !now && !scheduled && !pending.isEmpty();
      urgent &= !now;
      scheduled |= later;
    }
    if (now) {
      writeSoon();
    } else if (later) {
      scheduler.schedule(WINDOW, this::writeScheduled);
    }
  }

  /**
   * Writes everything that was taken so far, on the calling thread.
   *
   * @throws StoreException when the store does not take it; nothing is lost, it is tried again
   */
  void flush() {
    writing.lock();
    try {
      for (var group = take(); !group.isEmpty(); group = take()) {
        try {
          write(group);
        } finally {
          putBack(group);
          tellWritten();
        }
      }
      recovered();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Sees to it that the store has everything about a registration: who reads it there afterwards
   * reads how it ended, and not how it was a moment before.
   *
   * @throws StoreException when the store does not take it
   */
  void settle(String check) {
    boolean waits;
    synchronized (lock) {
      waits =
          Stream.concat(inWriting.stream(), pending.stream())
              .anyMatch(e -> e.check().equals(check));
    }
    if (waits) {
      flush();
    }
  }

  /** Writes what is left, if whoever writes now is done within a bound, and then tries no more. */
  void close(Duration bound) {
    synchronized (lock) {
      closed = true;
    }
    try {
      if (writing.tryLock(TimeUnit.NANOSECONDS.convert(bound), TimeUnit.NANOSECONDS)) {
        try {
          flush();
        } finally {
          writing.unlock();
        }
      } else {
        log.error("Closing while results are still being written; {} are left", unstored());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.error("Interrupted while closing; {} results are left", unstored());
    } catch (RuntimeException e) {
      log.error("{} results could not be stored before closing", unstored(), e);
    }
  }

  /** Whether the store did not take the last group. */
  boolean isFailing() {
    synchronized (lock) {
      return failing;
    }
  }

  /** How many outcomes wait. */
  int unstored() {
    synchronized (lock) {
      return pending.size() + inWriting.size();
    }
  }

  private void writeScheduled() {
    synchronized (lock) {
      scheduled = false;
    }
    writeSoon();
  }

  private void writeSoon() {
    try {
      executor.execute(this::writeOrRetry);
    } catch (RuntimeException | Error e) {
      retryLater("The executor refuses to write results; they are kept and tried again", e);
    }
  }

  private void writeOrRetry() {
    try {
      flush();
    } catch (RuntimeException e) {
      retryLater("The store does not take results; they are kept in memory and tried again", e);
    }
  }

  private void retryLater(String message, Throwable reason) {
    boolean first;
    boolean later;
    synchronized (lock) {
      if (closed) {
        return; // The last results are written by close itself.
      }
      first = !failing;
      failing = true;
      later = !scheduled;
      scheduled = true;
    }
    if (first) {
      log.error(message, reason);
    }
    if (later) {
      scheduler.schedule(RETRY, this::writeScheduled);
    }
  }

  private void recovered() {
    long dropped;
    synchronized (lock) {
      if (!failing) {
        return;
      }
      failing = false;
      dropped = lost;
      lost = 0;
    }
    log.info("The store takes results again; {} were lost meanwhile", dropped);
  }

  private List<Entry> take() {
    synchronized (lock) {
      int size = Math.min(pending.size(), GROUP);
      var group = new ArrayList<>(pending.subList(0, size));
      pending = new ArrayList<>(pending.subList(size, pending.size()));
      inWriting = List.copyOf(group);
      return group;
    }
  }

  /** Takes back what was not written of a group, before everything that came later. */
  private void putBack(List<Entry> group) {
    synchronized (lock) {
      inWriting = List.of();
      if (group.isEmpty()) {
        return;
      }
      var all = new ArrayList<>(group);
      all.addAll(pending);
      pending = all;
      boundPending();
    }
  }

  /** A store that stays away must not cost all memory: plain results give way, incidents never. */
  private void boundPending() {
    if (pending.size() > MOST) {
      int before = pending.size();
      var kept = new ArrayList<Entry>(before);
      int surplus = before - MOST * 9 / 10;
      for (Entry entry : pending) {
        if (surplus > 0 && entry.events().isEmpty()) {
          surplus--;
        } else {
          kept.add(entry);
        }
      }
      lost += before - kept.size();
      pending = kept;
      log.error(
          "{} results were dropped: the store has been away for too long", before - kept.size());
    }
  }

  /** Takes from a group what it has written, so that a failure midway leaves only the rest. */
  private void write(List<Entry> group) {
    try {
      store.commit(commit(group));
    } catch (ConflictException e) {
      while (!group.isEmpty()) {
        untold.add(List.of(writeAsFarAsPossible(group.get(0))));
        group.remove(0);
      }
      return;
    }
    untold.add(List.copyOf(group));
    group.clear();
  }

  /**
   * Tells listeners of what was written, in the order in which it was. One of them may make this
   * thread write more: that is told afterwards.
   */
  private void tellWritten() {
    if (telling) {
      return;
    }
    telling = true;
    try {
      for (var next = untold.poll(); next != null; next = untold.poll()) {
        tell(next);
      }
    } finally {
      telling = false;
    }
  }

  /**
   * Writes one entry without what the store refuses of it. A run that is known already is one of
   * ours: the store took it and could not say so. An incident that is refused is somebody else's.
   *
   * @return what listeners are to be told of
   */
  private Entry writeAsFarAsPossible(Entry entry) {
    var withoutEvents = new Entry(entry.check(), entry.outcome(), entry.ruleState(), List.of());
    var withoutRun = new Entry(entry.check(), null, entry.ruleState(), entry.events());
    if (accepts(entry)) {
      return entry;
    }
    if (accepts(withoutEvents)) {
      log.error("The store has another open incident than {}; that one stands", entry.events());
      return withoutEvents;
    }
    if (accepts(withoutRun)) {
      log.info("The store has the result already: {}", entry.outcome());
      return entry;
    }
    log.error("The store has the result already, and another incident: {}", entry.events());
    store.commit(commit(List.of(new Entry(entry.check(), null, entry.ruleState(), List.of()))));
    return withoutEvents;
  }

  private boolean accepts(Entry entry) {
    try {
      store.commit(commit(List.of(entry)));
      return true;
    } catch (ConflictException e) {
      log.debug("Refused by the store", e);
      return false;
    }
  }

  private static Commit commit(List<Entry> group) {
    var commit = Commit.builder().outcomes(outcomes(group));
    for (Entry entry : group) {
      entry.events().forEach(event -> commit.incident(event.incident()));
      if (entry.ruleState() != null) {
        commit.ruleState(entry.check(), entry.ruleState());
      }
    }
    return commit.build();
  }

  private static List<Outcome> outcomes(List<Entry> group) {
    var outcomes = new ArrayList<Outcome>(group.size());
    for (Entry entry : group) {
      if (entry.outcome() != null) {
        outcomes.add(entry.outcome());
      }
    }
    outcomes.sort(Comparator.comparingLong(Outcome::runId));
    return outcomes;
  }

  private void tell(List<Entry> group) {
    var outcomes = outcomes(group);
    if (!outcomes.isEmpty()) {
      listeners.tell(listener -> listener.onStored(outcomes));
    }
    for (Entry entry : group) {
      for (IncidentEvent event : entry.events()) {
        log.info("Incident {}: {}", event.kind(), event.incident());
        listeners.tell((PulseListener listener) -> listener.onIncident(event));
      }
    }
  }
}
