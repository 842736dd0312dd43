package dev.pulse.core.internal.notify;

import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what has changed, one group at a time: whoever comes while a group is being written leaves
 * his part to the next one, so that deliveries that end together share one wait for the disk. While
 * the store is away it is tried once a second. Thread-safe.
 */
final class GroupWriter {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final Store store;
  private final Scheduler scheduler;
  private final Source source;
  private final Object lock = new Object();
  private final ReentrantLock writing = new ReentrantLock();
  private boolean busy;
  private boolean again;
  private boolean failing;
  private boolean closed;

  /** Where the groups come from. */
  interface Source {
    /** What is to be written now, if anything is. */
    Optional<Group> next();

    /** Called after each group that was written. */
    void goOn();

    /** Runs something on a thread that may wait for the disk. */
    void onWorker(Runnable task);
  }

  /**
   * Changes that go together.
   *
   * @param written is called when they are in the store
   * @param refused is called when they are not
   */
  record Group(Commit commit, Runnable written, Runnable refused) {}

  GroupWriter(Store store, Scheduler scheduler, Source source) {
    this.store = store;
    this.scheduler = scheduler;
    this.source = source;
  }

  /** Writes everything there is, unless somebody is at it or the store has just failed. */
  void write() {
    synchronized (lock) {
      if (busy || failing || closed) {
        again = true;
        return;
      }
      busy = true;
    }
    writeAll();
  }

  private void retry() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      busy = true;
    }
    writeAll();
  }

  private void writeAll() {
    try {
      boolean more = true;
      while (more) {
        more = writeGroup() || comesAgain();
      }
    } catch (RuntimeException | Error e) {
      // An error, too: nobody else would try again.
      retryLater(e);
    }
  }

  private boolean writeGroup() {
    boolean wrote = alone(this::writeNext);
    if (wrote) {
      source.goOn();
    }
    return wrote;
  }

  private boolean writeNext() {
    var group = source.next();
    if (group.isEmpty()) {
      return false;
    }
    boolean whole = false;
    try {
      store.commit(group.get().commit());
      whole = true;
    } finally {
      if (!whole) {
        group.get().refused().run();
      }
    }
    group.get().written().run();
    return true;
  }

  /** Does something while nothing else is written. */
  <T> T alone(Supplier<T> work) {
    writing.lock();
    try {
      return work.get();
    } finally {
      writing.unlock();
    }
  }

  /** Writes what is left, once, and nothing more afterwards. */
  void close() {
    synchronized (lock) {
      closed = true;
    }
    try {
      boolean more = true;
      while (more) {
        more = alone(this::writeNext);
      }
    } catch (RuntimeException e) {
      log.error("What became of the last messages could not be stored; they are sent again", e);
    }
  }

  /** Ends it, unless somebody has left his part: from then on all who come write themselves. */
  private boolean comesAgain() {
    boolean recovered;
    synchronized (lock) {
      if (again) {
        again = false;
        return true;
      }
      busy = false;
      recovered = failing;
      failing = false;
    }
    if (recovered) {
      log.info("The store takes what became of messages again");
    }
    return false;
  }

  private void retryLater(Throwable reason) {
    boolean first;
    synchronized (lock) {
      busy = false;
      again = false;
      first = !failing;
      failing = true;
      if (closed) {
        return;
      }
    }
    if (first) {
      log.error("The store does not take what became of messages; it is tried again", reason);
    }
    scheduler.schedule(RETRY, () -> source.onWorker(this::retry));
  }
}
