package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import java.util.concurrent.ExecutorService;

/** Opens stores on a server of PostgreSQL. */
final class PostgresqlStore {
  private PostgresqlStore() {}

  static Store open(PostgresqlAddress address) {
    return open(address, new PostgresqlServer(address), Packing.DEFAULT, SqlStore.packers());
  }

  /**
   * Opens a schema.
   *
   * @param executor packs after commits; is shut down with the store
   */
  static Store open(
      PostgresqlAddress address,
      PostgresqlServer server,
      Packing packing,
      ExecutorService executor) {
    var database = new Database(server);
    try {
      PostgresqlSchema.migrate(database, address);
      server.migrated();
      return new SqlStore(database, packing, executor, () -> {});
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
