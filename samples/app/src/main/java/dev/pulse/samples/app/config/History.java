package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.NotifierContext;
import dev.pulse.api.store.Journal;
import org.jspecify.annotations.Nullable;

/** What the channels of a file may show, from when Pulse is there. Thread-safe. */
public final class History implements NotifierContext {
  private volatile @Nullable Journal journal;

  /** Lends the history of a store from now on. */
  public void lend(Journal journal) {
    this.journal = requireNonNull(journal, "journal");
  }

  @Override
  public Journal journal() {
    var lent = journal;
    if (lent == null) {
      throw new IllegalStateException("Pulse has not been started, so that there is no history");
    }
    return lent;
  }
}
