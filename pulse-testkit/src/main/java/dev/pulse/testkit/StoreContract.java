package dev.pulse.testkit;

import dev.pulse.api.store.Store;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link Store} must do. An author of a store extends this class and says how to open
 * one; that is all, the tests come with it:
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContract {
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected Store open() {
 *     return MyStore.open(folder);
 *   }
 *
 *   @Override
 *   protected Store reopen(Store store) {
 *     store.close();
 *     return open();
 *   }
 * }
 * }</pre>
 *
 * <p>A store that is gone when it is closed leaves {@link #reopen reopen} out.
 *
 * <p>Each test opens a store of its own, after the author's {@code @BeforeEach} methods, and closes
 * it before the author's {@code @AfterEach} methods. Some tests use their store from several
 * threads at once.
 *
 * <p>The tests are grouped by what they are about, and reports name the group: {@code Commits},
 * {@code RoundTrips}, {@code Pages} and so on.
 */
public abstract class StoreContract {
  /** For subclasses. */
  protected StoreContract() {}

  /** A new store in which there is nothing. The contract closes it. */
  protected abstract Store open();

  /**
   * Closes a store and opens what it left. A store that is not durable leaves this method as it is;
   * the tests of durability are then skipped.
   */
  protected Store reopen(Store store) {
    return Assumptions.abort("this store does not outlive its closing");
  }

  @Nested
  class Commits extends CommitContract {
    Commits() {
      super(StoreContract.this);
    }
  }

  @Nested
  class RoundTrips extends RoundTripContract {
    RoundTrips() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Pages extends JournalContract {
    Pages() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Histories extends HistoryContract {
    Histories() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Uptimes extends UptimeContract {
    Uptimes() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Downtimes extends DowntimeContract {
    Downtimes() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Distributions extends DistributionContract {
    Distributions() {
      super(StoreContract.this);
    }
  }

  @Nested
  class IncidentRecords extends IncidentsContract {
    IncidentRecords() {
      super(StoreContract.this);
    }
  }

  @Nested
  class RuleStates extends RuleStateContract {
    RuleStates() {
      super(StoreContract.this);
    }
  }

  @Nested
  class DocumentCollections extends DocumentsContract {
    DocumentCollections() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Upkeep extends UpkeepContract {
    Upkeep() {
      super(StoreContract.this);
    }
  }

  @Nested
  class Lives extends LifecycleContract {
    Lives() {
      super(StoreContract.this);
    }
  }
}
