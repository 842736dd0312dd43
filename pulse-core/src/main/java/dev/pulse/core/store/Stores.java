package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import java.nio.file.Path;

/**
 * The stores that Pulse brings along. Each store belongs to one {@link dev.pulse.core.Pulse}, which
 * closes it.
 *
 * <pre>{@code
 * Store store = Stores.sqlite(Path.of("pulse.db"));
 * }</pre>
 */
public final class Stores {
  private Stores() {}

  /**
   * A store that forgets everything when it is closed: for tests, and for a Pulse whose listeners
   * are all that matters. It keeps every outcome as an object until it is pruned, and nothing of it
   * then: no summaries. Give the engine a retention.
   */
  public static Store memory() {
    return new MemoryStore();
  }

  /**
   * A store in one SQLite file, for one process at a time. The file is created when it is not
   * there; its folder must exist. Older layouts are brought up to date at once.
   *
   * <p>What is durable when a call returns:
   *
   * <ul>
   *   <li>Incidents with everything else in their commit, documents, and {@link Store#forget}: on
   *       disk. They survive the loss of power.
   *   <li>Commits without incidents: in the operating system's hands. They survive the death of the
   *       process, {@code kill -9} included; the loss of power can take the newest of them, in
   *       order, and leaves the file whole.
   * </ul>
   *
   * <p>Beside the file lie {@code -wal} and {@code -shm}, which belong to it and must move with it,
   * and {@code .lock}, which keeps a second Pulse out for as long as this one lives. The lock file
   * stays behind, empty; it may be deleted while no Pulse runs. Network file systems do not lock
   * reliably: keep the file on a local disk.
   *
   * <p>SQLite's native library is unpacked into the directory for temporary files; the system
   * property {@code org.sqlite.tmpdir} names another one where that must not hold code.
   *
   * @param file a path of the default file system
   * @throws dev.pulse.api.store.StoreException when the file cannot be used: it is in use by
   *     another Pulse, no database, not a database of Pulse, of a newer version, a directory, or
   *     cannot be written; or when SQLite's library cannot be loaded
   */
  public static Store sqlite(Path file) {
    return SqliteStore.open(file);
  }
}
