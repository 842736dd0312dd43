package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import org.junit.jupiter.api.BeforeEach;

class PostgresqlStoreTest extends StoreContract {
  private PostgresqlRig rig;

  @BeforeEach
  void schema() {
    rig = PostgresqlRig.shared();
  }

  @Override
  protected Store open() {
    return rig.open();
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
