package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import org.junit.jupiter.api.BeforeEach;

class PostgresqlModelTest extends JournalModelTest {
  private PostgresqlRig rig;

  @BeforeEach
  void schema() {
    rig = PostgresqlRig.shared();
  }

  @Override
  Store open(Packing packing) {
    return rig.open(packing, new SameThread());
  }
}
