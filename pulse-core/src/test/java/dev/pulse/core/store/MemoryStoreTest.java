package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return Stores.memory();
  }
}
