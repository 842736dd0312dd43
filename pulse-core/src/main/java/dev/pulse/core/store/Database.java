package dev.pulse.core.store;

import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The connections to one SQLite file: one that writes, and a few that read beside it. Thread-safe.
 *
 * <p>Waiting is done at {@code java.util.concurrent} locks and never inside {@code synchronized},
 * so that virtual threads wait without holding a carrier; only the native call itself does.
 */
final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;
  private static final String WRITER_PAGES = "-32000";
  private static final String READER_PAGES = "-8000";

  private final Path file;
  // Fair: pruning takes the lock again and again, and commits must get their turn in between.
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final ReentrantLock idling = new ReentrantLock();
  private final Deque<Session> idle = new ArrayDeque<>();
  private @Nullable Session writer;
  private @Nullable Durability durability;
  private volatile @Nullable Object identity;
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

  Database(Path file) {
    this.file = file;
  }

  /** The file. */
  Path file() {
    return file;
  }

  /**
   * Reads in one snapshot.
   *
   * @param what for messages: "cannot {what} in {file}"
   */
  <T> T read(String what, Work<T> work) {
    reading.acquireUninterruptibly();
    try {
      requireOpen();
      requireSameFile();
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
      requireSameFile();
      boolean whole = false;
      try {
        var session = writer();
        if (durability != wanted) {
          session.run("PRAGMA synchronous = " + wanted);
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
          dropWriter();
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
    return failure(what, file, cause);
  }

  static StoreException failure(String what, Path file, SQLException cause) {
    return new StoreException("cannot " + what + " in " + file + ": " + cause.getMessage(), cause);
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
      failure = close(writer, failure);
      writer = null;
    }
    if (failure != null) {
      throw failure("close the connections", failure);
    }
  }

  private static @Nullable SQLException close(Session session, @Nullable SQLException earlier) {
    try {
      session.close();
      return earlier;
    } catch (SQLException e) {
      if (earlier != null) {
        e.addSuppressed(earlier);
      }
      return e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException("the store " + file + " is closed", null);
    }
  }

  /**
   * A file that is removed or replaced under an open connection goes on taking everything, and
   * loses it with the last connection: the operating system keeps what has no name any more. So it
   * must still be there under its name, and be the same; put back by a move, it is.
   */
  private void requireSameFile() {
    var opened = identity;
    if (opened == null) {
      return;
    }
    @Nullable Object found = null;
    try {
      found = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      throw new StoreException(
          "the store " + file + " was removed while in use: move it back, or start Pulse anew", e);
    } catch (IOException e) {
      throw new StoreException("cannot look at the store " + file + ": " + e, e);
    }
    if (!opened.equals(found)) {
      throw new StoreException(
          "the store " + file + " was replaced while in use: start Pulse anew to use it", null);
    }
  }

  /** Where a file system has no keys for its files, nobody can tell them apart. */
  private void identify() {
    if (identity == null) {
      try {
        identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      } catch (IOException e) {
        throw new StoreException("cannot look at the store " + file + ": " + e, e);
      }
    }
  }

  private Session writer() throws SQLException {
    if (writer == null) {
      writer = connect(TransactionMode.IMMEDIATE, WRITER_PAGES, false);
      durability = null;
    }
    return writer;
  }

  /**
   * Ends a transaction that failed: closing its connection rolls it back, whatever state it is in.
   */
  private void dropWriter() {
    if (writer != null) {
      // The failure that brought us here is on its way to the caller; another one adds nothing.
      close(writer, null);
      writer = null;
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
    return connect(TransactionMode.DEFERRED, READER_PAGES, true);
  }

  private void release(Session session, boolean whole) {
    if (!whole) {
      close(session, null);
      return;
    }
    idling.lock();
    try {
      idle.push(session);
    } finally {
      idling.unlock();
    }
  }

  /** The driver would read options behind a question mark, and decodes the form of a URI. */
  static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri().toASCIIString();
  }

  private Session connect(TransactionMode mode, String pages, boolean readOnly)
      throws SQLException {
    var config = new SQLiteConfig();
    config.setTransactionMode(mode);
    config.setJournalMode(JournalMode.WAL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setTempStore(TempStore.MEMORY);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, pages);
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "67108864");
    var session = new Session(config.createConnection(url(file)));
    try {
      // Pages that many commits change are then copied into the file once, not once per commit.
      session.run("PRAGMA wal_autocheckpoint = 4000");
      if (readOnly) {
        session.run("PRAGMA query_only = ON");
      }
      identify();
      return session;
    } catch (SQLException | StoreException e) {
      session.close();
      throw e;
    }
  }
}
