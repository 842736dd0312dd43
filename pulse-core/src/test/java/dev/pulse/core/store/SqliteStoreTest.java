package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return Stores.sqlite(folder.resolve("pulse.db"));
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
