package dev.pulse.samples.server.api;

import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the oldest result of a check began that the store knows of: what is unknown before was not
 * watched yet, and what is unknown afterwards was missed. Found once for each check, because
 * nothing is ever added before it. Thread-safe.
 */
public final class WatchedSince implements PulseListener {
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final Duration EXACT = Duration.ofSeconds(1);
  private static final Duration JUST_LESS_THAN_A_MILLI = Duration.ofNanos(999_999);
  private static final int PARTS = 100;

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Instant> found = new ConcurrentHashMap<>();

  /** Knows nothing yet; to be added to the listeners, because checks may be removed. */
  public WatchedSince(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public void onRemoved(Registration registration) {
    found.remove(registration.name());
  }

  /**
   * The beginning of the oldest result, to the second; that of its summary where only summaries are
   * left, and ten years ago at the earliest. Empty before the first result.
   */
  public Optional<Instant> of(String check) {
    var known = found.get(check);
    if (known != null) {
      return Optional.of(known);
    }
    var now = clock.instant();
    var oldest = find(check, now.minus(LONGEST), now.plus(EXACT));
    oldest.ifPresent(start -> found.put(check, start));
    return oldest;
  }

  private Optional<Instant> find(String check, Instant from, Instant to) {
    return journal.history(check, Signal.failures(), Windows.equal(from, to, PARTS)).stream()
        .filter(slice -> slice.count() > 0)
        .findFirst()
        .flatMap((Slice oldest) -> within(check, oldest));
  }

  private Optional<Instant> within(String check, Slice oldest) {
    return Duration.between(oldest.start(), oldest.end()).compareTo(EXACT) <= 0
        // Only the time before the result is not known, to the millisecond, rounded down.
        ? Optional.of(
            oldest
                .start()
                .plus(oldest.uptime().unknown())
                .plus(JUST_LESS_THAN_A_MILLI)
                .truncatedTo(ChronoUnit.MILLIS))
        : find(check, oldest.start(), oldest.end());
  }
}
