package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.Trend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Makes overviews from the tables. Thread-safe. */
public final class Overviews {
  private final HealthTables tables;
  private final InstantSource clock;
  private final Duration staleAfter;

  private Overviews(HealthTables tables, InstantSource clock, Duration staleAfter) {
    this.tables = requireNonNull(tables, "tables");
    this.clock = requireNonNull(clock, "clock");
    this.staleAfter = requireNonNull(staleAfter, "staleAfter");
  }

  /**
   * Overviews of what the tables tell.
   *
   * @param staleAfter how old something may be that is not stale; exactly as old is not stale
   */
  public static Overviews of(HealthTables tables, InstantSource clock, Duration staleAfter) {
    return new Overviews(tables, clock, staleAfter);
  }

  /** What is known now. */
  public Overview now() {
    var snapshot = tables.snapshot();
    return new Overview(
        tables.organisation(),
        clock.instant(),
        staleAfter,
        snapshot.scanned(),
        snapshot.last(),
        snapshot.repositories(),
        snapshot.vulnerabilities(),
        snapshot.builds());
  }

  /** What time it is. */
  public Instant at() {
    return clock.instant();
  }

  /** Where the score of a repository is going; the name ignores case. */
  public Trend trend(String repository) {
    return tables.repositories().trend(repository);
  }

  /** Where all scores are going, by the names of the repositories and in their order. */
  public Map<String, Trend> trends() {
    return tables.repositories().trends();
  }

  /** How old something may be that is not stale. */
  public Duration staleAfter() {
    return staleAfter;
  }
}
