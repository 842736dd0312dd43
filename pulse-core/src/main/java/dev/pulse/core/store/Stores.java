package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.api.store.Store;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /**
   * A store in a schema of its own on a server of PostgreSQL, with the user and password that the
   * address names, if any.
   *
   * @param jdbcUrl as for {@link #postgresql(String, String, Secret)}
   */
  public static Store postgresql(String jdbcUrl) {
    return postgresql(jdbcUrl, null, null);
  }

  /**
   * A store in a schema of its own on a server of PostgreSQL, for one Pulse at a time: where the
   * machine that Pulse runs on is not to be the one that remembers, or another one stands by. Needs
   * {@code org.postgresql:postgresql} on the class path, and on the server the right to create a
   * schema, or one that is there already. The tables are the same as those of {@link #sqlite}, and
   * are created and brought up to date as those are. Other tables, of whatever schema, are left
   * alone.
   *
   * <p>The schema is {@code pulse}, or what the address has as {@code currentSchema}. For as long
   * as the store lives, a lock on the server keeps a second Pulse out of the same schema. The lock
   * goes with the connection that writes: when that is lost, calls fail with the reason, the next
   * ones connect anew and take the lock again; if another Pulse has it by then, all that write fail
   * with {@link dev.pulse.api.store.StoreInUseException} until that one ends. The lock belongs to
   * the session of the server: a pooler between them must not hand sessions around by transaction.
   *
   * <p>What is durable when a call returns:
   *
   * <ul>
   *   <li>Incidents with everything else in their commit, documents, and {@link Store#forget}: on
   *       the disk of the server, and wherever else its {@code synchronous_commit} asks for.
   *   <li>Commits without incidents: in the hands of the server. They survive the death of Pulse,
   *       {@code kill -9} included; a crash of the server or of its machine can take those of the
   *       last second, in order.
   * </ul>
   *
   * <p>Connecting takes ten seconds at most, a statement thirty; {@code connectTimeout} and {@code
   * socketTimeout} in the address, in seconds, change when the server counts as gone.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, with options as the driver has
   *     them
   * @param user null for the one in the address, or the driver's default
   * @param password null for the one in the address, or none
   * @throws IllegalArgumentException when the address is not one of PostgreSQL, without repeating
   *     it
   * @throws dev.pulse.api.store.StoreInUseException when another Pulse has the schema
   * @throws dev.pulse.api.store.StoreException when the schema cannot be used: the server cannot be
   *     reached or refuses, the tables are of a newer version or another program's, or the driver
   *     is missing
   */
  public static Store postgresql(String jdbcUrl, @Nullable String user, @Nullable Secret password) {
    return PostgresqlStore.open(
        PostgresqlAddress.of(requireNonNull(jdbcUrl, "jdbcUrl"), user, password));
  }
}
