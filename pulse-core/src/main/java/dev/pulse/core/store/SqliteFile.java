package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Connects to a file of SQLite. The right to write is a {@link FileLease}, taken beforehand. */
final class SqliteFile implements Connector {
  private static final int BUSY_MILLIS = 10_000;
  private static final String WRITER_PAGES = "-32000";
  private static final String READER_PAGES = "-8000";

  private final Path file;
  private volatile @Nullable Object identity;

  SqliteFile(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Session reader() throws SQLException {
    return connect(TransactionMode.DEFERRED, READER_PAGES, true);
  }

  @Override
  public Session writer() throws SQLException {
    return connect(TransactionMode.IMMEDIATE, WRITER_PAGES, false);
  }

  @Override
  public void durability(Session writer, Durability wanted) throws SQLException {
    writer.run("PRAGMA synchronous = " + wanted);
  }

  /** Closing the connection rolls back, whatever state it is in, and costs little. */
  @Override
  public boolean recover(Session writer) {
    return false;
  }

  @Override
  public void release(Session writer) {}

  @Override
  public long lease() {
    return 0;
  }

  /**
   * A file that is removed or replaced under an open connection goes on taking everything, and
   * loses it with the last connection: the operating system keeps what has no name any more. So it
   * must still be there under its name, and be the same; put back by a move, it is.
   */
  @Override
  public void requireThere() {
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
