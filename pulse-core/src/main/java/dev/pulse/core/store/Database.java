package dev.pulse.core.store;

import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the tables of a store: one that writes, and a few that read beside it.
 * Thread-safe.
 *
 * <p>Waiting is done at {@code java.util.concurrent} locks and never inside {@code synchronized},
 * so that virtual threads wait without holding a carrier; only the native call itself does.
 */
final class Database implements AutoCloseable {
  private static final int READERS = 4;

  private final Connector connector;
  // Fair: pruning takes the lock again and again, and commits must get their turn in between.
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final ReentrantLock idling = new ReentrantLock();
  private final Deque<Session> idle = new ArrayDeque<>();
  private @Nullable Session writer;
  private @Nullable Durability durability;
  private volatile boolean closed;

  /** What a transaction has survived when it is over. */
  enum Durability {
    /** The death of the process. */
    NORMAL,
    /** The loss of power. */
    FULL
  }

  /** Something to do in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  Database(Connector connector) {
    this.connector = connector;
  }

  /** Where it is, for messages. */
  String name() {
    return connector.name();
  }

  /**
   * Changes when the right to write was lost and taken anew: somebody else may have written
   * meanwhile, or the newest transactions be gone.
   */
  long lease() {
    return connector.lease();
  }

  /** Takes the right to write, if it was lost, before anything is decided by it. */
  void hold() {
    writing.lock();
    try {
      requireOpen();
      connector.requireThere();
      writer();
    } catch (SQLException e) {
      throw failure("connect to write", e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reads in one snapshot.
   *
   * @param what for messages: "cannot {what} in {name}"
   */
  <T> T read(String what, Work<T> work) {
    reading.acquireUninterruptibly();
    try {
      requireOpen();
      connector.requireThere();
      @Nullable Session session = null;
      boolean whole = false;
      try {
        session = reader();
        session.begin();
        T result = work.run(session);
        session.commit();
        whole = true;
        return result;
      } catch (SQLException e) {
        throw failure(what, e);
      } finally {
        if (session != null) {
          release(session, whole);
        }
      }
    } finally {
      reading.release();
    }
  }

  /** Writes everything that the work writes, or nothing of it. */
  <T> T write(String what, Durability wanted, Work<T> work) {
    writing.lock();
    try {
      requireOpen();
      connector.requireThere();
      boolean whole = false;
      try {
        var session = writer();
        if (durability != wanted) {
          durability = null;
          connector.durability(session, wanted);
          durability = wanted;
        }
        session.begin();
        T result = runOrRollBack(session, work);
        whole = true;
        return result;
      } catch (ConflictException e) {
        whole = true;
        throw e;
      } catch (SQLException e) {
        throw failure(what, e);
      } finally {
        if (!whole) {
          endFailed();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** A conflict is an answer, no failure: it must not cost the connection. */
  private static <T> T runOrRollBack(Session session, Work<T> work) throws SQLException {
    T result;
    try {
      result = work.run(session);
    } catch (ConflictException e) {
      session.rollback();
      throw e;
    }
    session.commit();
    return result;
  }

  StoreException failure(String what, SQLException cause) {
    return failure(what, name(), cause);
  }

  static StoreException failure(String what, String name, SQLException cause) {
    return new StoreException("cannot " + what + " in " + name + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      reading.acquireUninterruptibly(READERS);
      try {
        closeAll();
      } finally {
        reading.release(READERS);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Readers first: the last connection to go folds the write-ahead log into the file. */
  private void closeAll() {
    @Nullable SQLException failure = null;
    while (!idle.isEmpty()) {
      failure = close(idle.pop(), failure);
    }
    if (writer != null) {
      failure = release(writer, failure);
      failure = close(writer, failure);
      writer = null;
    }
    if (failure != null) {
      throw failure("close the connections", failure);
    }
  }

  private @Nullable SQLException release(Session held, @Nullable SQLException earlier) {
    try {
      connector.release(held);
      return earlier;
    } catch (SQLException e) {
      return after(earlier, e);
    }
  }

  private static @Nullable SQLException close(Session session, @Nullable SQLException earlier) {
    try {
      session.close();
      return earlier;
    } catch (SQLException e) {
      return after(earlier, e);
    }
  }

  private static SQLException after(@Nullable SQLException earlier, SQLException next) {
    if (earlier != null) {
      next.addSuppressed(earlier);
    }
    return next;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException("the store " + name() + " is closed", null);
    }
  }

  private Session writer() throws SQLException {
    if (writer == null) {
      writer = connector.writer();
      durability = null;
    }
    return writer;
  }

  /** Ends a transaction that failed, whatever state it is in. */
  private void endFailed() {
    var failed = writer;
    if (failed != null && !connector.recover(failed)) {
      // The failure that brought us here is on its way to the caller; another one adds nothing.
      close(failed, null);
      writer = null;
      closeIdle();
    }
  }

  private Session reader() throws SQLException {
    idling.lock();
    try {
      var session = idle.poll();
      if (session != null) {
        return session;
      }
    } finally {
      idling.unlock();
    }
    return connector.reader();
  }

  private void release(Session session, boolean whole) {
    if (!whole) {
      close(session, null);
      closeIdle();
      return;
    }
    idling.lock();
    try {
      idle.push(session);
    } finally {
      idling.unlock();
    }
  }

  /** What broke one connection may have broken all: each would cost another failed call. */
  private void closeIdle() {
    idling.lock();
    try {
      while (!idle.isEmpty()) {
        close(idle.pop(), null);
      }
    } finally {
      idling.unlock();
    }
  }
}
