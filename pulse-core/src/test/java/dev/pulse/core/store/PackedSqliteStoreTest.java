package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with every result sealed as soon as it is committed. */
class PackedSqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return SqliteStore.open(
        folder.resolve("pulse.db"), new Packing(1, 3, 1 << 20, 100), new SameThread());
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
