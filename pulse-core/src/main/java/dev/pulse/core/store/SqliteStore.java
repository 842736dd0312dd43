package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.sqlite.SQLiteJDBCLoader;

/** Opens stores in files of SQLite. */
final class SqliteStore {
  private SqliteStore() {}

  static Store open(Path path) {
    return open(path, Packing.DEFAULT, SqlStore.packers());
  }

  /**
   * Opens a file.
   *
   * @param executor packs after commits; is shut down with the store
   */
  static Store open(Path path, Packing packing, ExecutorService executor) {
    var file = realPath(path);
    loadLibrary();
    var lease = FileLease.take(file);
    try {
      if (Files.exists(file)) {
        SqliteSchema.check(file);
      }
      var database = new Database(new SqliteFile(file));
      try {
        SqliteSchema.migrate(database);
        new OldDays(database).sumUp();
        new OldBlocks(database).sumUp();
        new OldResults(database, packing).move();
        return new SqlStore(database, packing, executor, lease::close);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** One name for one file, whatever links lead to it. */
  private static Path realPath(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new StoreException(path + " is not on the default file system", null);
    }
    var file = path.toAbsolutePath().normalize();
    var name = file.getFileName();
    var folder = file.getParent();
    if (name == null || folder == null || Files.isDirectory(file)) {
      throw new StoreException(file + " is a directory, but must be a file", null);
    }
    if (!Files.isDirectory(folder)) {
      throw new StoreException(
          "cannot create " + file + ": the folder " + folder + " does not exist", null);
    }
    try {
      return Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(name);
    } catch (IOException e) {
      throw new StoreException("cannot find " + file, e);
    }
  }

  private static void loadLibrary() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded: it is unpacked into "
              + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
              + ", which must exist, be writable and be allowed to hold code (no noexec);"
              + " -Dorg.sqlite.tmpdir=… names another directory",
          e);
    }
  }
}
