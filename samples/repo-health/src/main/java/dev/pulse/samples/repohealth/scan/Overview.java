package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.BuildStatus;
import dev.pulse.github.HealthStatus;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.ScanRow;
import dev.pulse.samples.repohealth.store.VulnerabilityRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all repositories at one moment, from one snapshot of the tables: whatever shows
 * numbers of this system takes them from here, so that they are the same everywhere. Immutable;
 * from {@link Overviews}.
 */
public final class Overview {
  private final String organisation;
  private final Instant at;
  private final Duration staleAfter;
  private final boolean scanned;
  private final @Nullable ScanRow last;
  private final List<RepositoryRow> repositories;
  private final List<VulnerabilityRow> vulnerabilities;
  private final List<BuildRow> builds;

  Overview(
      String organisation,
      Instant at,
      Duration staleAfter,
      boolean scanned,
      @Nullable ScanRow last,
      List<RepositoryRow> repositories,
      List<VulnerabilityRow> vulnerabilities,
      List<BuildRow> builds) {
    this.organisation = requireNonNull(organisation, "organisation");
    this.at = requireNonNull(at, "at");
    this.staleAfter = requireNonNull(staleAfter, "staleAfter");
    this.scanned = scanned;
    this.last = last;
    this.repositories = List.copyOf(repositories);
    this.vulnerabilities = List.copyOf(vulnerabilities);
    this.builds = List.copyOf(builds);
  }

  /** Whose repositories. */
  public String organisation() {
    return organisation;
  }

  /** The moment that ages are measured from. */
  public Instant at() {
    return at;
  }

  /** Whether a scan has ever ended with something to show. */
  public boolean isScanned() {
    return scanned;
  }

  /** When the last scan of all repositories that read something ended; empty before the first. */
  public Optional<Instant> lastScan() {
    return Optional.ofNullable(last).map(ScanRow::finishedAt);
  }

  /** Whether the last scan is too long ago; not before the first. */
  public boolean isStale() {
    return isStale(last == null ? null : last.finishedAt());
  }

  /** Whether what is known of a repository is too old; not when nothing is known. */
  public boolean isStale(RepositoryRow repository) {
    return isStale(Optional.ofNullable(repository.result()).map(ResultRow::at).orElse(null));
  }

  private boolean isStale(@Nullable Instant then) {
    return then != null && Duration.between(then, at).compareTo(staleAfter) > 0;
  }

  /** All repositories of the last scan, in the order of names. */
  public List<RepositoryRow> repositories() {
    return repositories;
  }

  /** One of them; the name ignores case. */
  public Optional<RepositoryRow> repository(String name) {
    return repositories.stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * Whether the last scan of all repositories has read one, or somebody after it. What a scan that
   * was cut has not come to is not read, and has not failed either.
   */
  public boolean isRead(RepositoryRow repository) {
    var result = repository.result();
    return repository.error() == null
        && result != null
        && (last == null || result.scan() >= last.id());
  }

  /** How many repositories have which status; every status is there. */
  public Map<HealthStatus, Integer> repositoriesByStatus() {
    return counted(HealthStatus.class, repositories, Overview::status);
  }

  /** The score of a repository in one word. */
  public static HealthStatus status(RepositoryRow repository) {
    var result = repository.result();
    return result == null ? HealthStatus.UNKNOWN : result.status();
  }

  /** The mean of the whole scores with one decimal; empty when there is none. */
  public Optional<BigDecimal> averageScore() {
    long sum = 0;
    int count = 0;
    for (RepositoryRow repository : repositories) {
      var result = repository.result();
      if (result != null && result.score().rounded().isPresent()) {
        sum += result.score().rounded().getAsInt();
        count++;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 1, RoundingMode.HALF_UP));
  }

  /** The average in one word. */
  public HealthStatus status() {
    return averageScore()
        .map(average -> HealthStatus.of(average.doubleValue()))
        .orElse(HealthStatus.UNKNOWN);
  }

  /** All open vulnerabilities: the worst first, then by repository, package and id. */
  public List<VulnerabilityRow> vulnerabilities() {
    return vulnerabilities;
  }

  /** How many open vulnerabilities are how bad; every severity is there. */
  public Map<VulnerabilitySeverity, Integer> vulnerabilitiesBySeverity() {
    return counted(
        VulnerabilitySeverity.class,
        vulnerabilities,
        one -> one.followed().vulnerability().severity());
  }

  /** What the builds say of how many repositories; every word is there. */
  public Map<BuildStatus, Integer> repositoriesByBuild() {
    return counted(BuildStatus.class, repositories, RepositoryRow::buildStatus);
  }

  /**
   * The newest builds, also of repositories that are not scanned, at most 50: those that have not
   * ended first, then those that ended last.
   */
  public List<BuildRow> builds() {
    return builds;
  }

  private static <K extends Enum<K>, T> Map<K, Integer> counted(
      Class<K> type, List<T> all, Function<T, K> key) {
    var counts = new EnumMap<K, Integer>(type);
    for (K one : type.getEnumConstants()) {
      counts.put(one, 0);
    }
    all.forEach(one -> counts.merge(key.apply(one), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  @Override
  public String toString() {
    return repositories.size() + " repositories of " + organisation + " at " + at;
  }
}
