package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.testkit.StoreContract;
import org.junit.jupiter.api.BeforeEach;

/** The contract, with every result sealed as soon as it is committed. */
class PackedPostgresqlStoreTest extends StoreContract {
  private PostgresqlRig rig;

  @BeforeEach
  void schema() {
    rig = PostgresqlRig.shared();
  }

  @Override
  protected Store open() {
    return rig.open(new Packing(1, 3, 1 << 20, 100), new SameThread());
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return open();
  }
}
