package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last runs of every check in short, for pages that draw a line of dots for each: read from the
 * journal at the first question, and kept as further ones are stored. The journal alone would read
 * whole outcomes, texts and samples, for every dot of every question. Thread-safe.
 */
final class RecentRuns implements PulseListener {
  /** Nobody tells when old runs are removed from the store; it removes some once an hour. */
  private static final Duration TRUST = Duration.ofHours(1);

  private final Pulse pulse;
  private final Map<String, LastRuns> known = new ConcurrentHashMap<>();
  private final AtomicInteger most = new AtomicInteger();

  /** Knows nothing yet; to be added to the listeners before it is asked. */
  RecentRuns(Pulse pulse) {
    this.pulse = pulse;
  }

  /**
   * The newest runs that are stored of a check, oldest first.
   *
   * @throws dev.pulse.api.store.StoreException when they must be read and cannot
   */
  List<Views.Recent> of(String check, int count) {
    var runs = known.get(check);
    return runs == null || isOld(runs)
        ? read(check, count)
        : runs.newest(count).orElseGet(() -> read(check, count));
  }

  private boolean isOld(LastRuns runs) {
    return Duration.between(runs.since(), pulse.clock().instant()).abs().compareTo(TRUST) >= 0;
  }

  private List<Views.Recent> read(String check, int count) {
    int limit = most.accumulateAndGet(count, Math::max);
    var runs = new LastRuns(limit, pulse.clock().instant());
    // Known before the journal is read: whatever is stored meanwhile is read, or told, or both.
    known.put(check, runs);
    // Only then looked for: from here on its removal is told, so that nothing outlives it.
    if (pulse.check(check).isEmpty()) {
      known.remove(check, runs);
    }
    runs.complete(pulse.journal().outcomes(OutcomeQuery.of(check).limit(limit)).items());
    return runs.newest(count).orElseThrow();
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      var runs = known.get(outcome.check());
      if (runs != null) {
        runs.add(outcome);
      }
    }
  }

  @Override
  public void onRegistered(Registration registration) {
    known.remove(registration.name());
  }

  @Override
  public void onRemoved(Registration registration) {
    known.remove(registration.name());
  }
}
