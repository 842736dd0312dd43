package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;

/** The contract, while another thread seals what it can, and memory has room for little. */
class LaggingSqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return SqliteStore.open(
        folder.resolve("pulse.db"), new Packing(3, 7, 500, 5), Executors.newSingleThreadExecutor());
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
