package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;

/** The contract, while another thread seals what it can, and memory has room for little. */
class LaggingPostgresqlStoreTest extends StoreContract {
  private PostgresqlRig rig;

  @BeforeEach
  void schema() {
    rig = PostgresqlRig.shared();
  }

  @Override
  protected Store open() {
    return rig.open(new Packing(3, 7, 500, 5), Executors.newSingleThreadExecutor());
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
