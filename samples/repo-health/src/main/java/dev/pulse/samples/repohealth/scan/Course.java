package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.StoreException;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.EarlierHealth;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.GitHubException;
import dev.pulse.github.HealthChange;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthModel;
import dev.pulse.github.Repository;
import dev.pulse.github.RepositoryFacts;
import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.RepositoryReader;
import dev.pulse.github.VulnerabilityHistory;
import dev.pulse.samples.repohealth.store.BillRow;
import dev.pulse.samples.repohealth.store.Change;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.PackageTree;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one scan, or of a part of it: reads repositories, stores each when it is finished,
 * and stops when GitHub wants it to. Thread-safe.
 */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);

  private final RepositoryReader reader;
  private final HealthTables tables;
  private final HealthModel model;
  private final InstantSource clock;
  private final Audience audience;
  private final Part part;
  private final Object lock = new Object();

  // Guarded by lock.
  private final Map<String, Optional<ScannedRepository>> results =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable ScanFailure failure;

  /**
   * What the scan is.
   *
   * @param scan its number
   * @param listed whether repositories of which nothing is known yet belong to those that are
   *     scanned always; of the others that is known
   * @param retention how old builds may be
   */
  record Part(long scan, boolean listed, Duration retention) {}

  Course(
      RepositoryReader reader,
      HealthTables tables,
      HealthModel model,
      InstantSource clock,
      Audience audience,
      Part part) {
    this.reader = reader;
    this.tables = tables;
    this.model = model;
    this.clock = clock;
    this.audience = audience;
    this.part = part;
  }

  void run(Collection<Repository> repositories, int concurrency) throws InterruptedException {
    synchronized (lock) {
      repositories.forEach(one -> results.put(one.name().name(), Optional.empty()));
    }
    Workers.each(repositories, concurrency, this::scan);
  }

  /** Those that were looked at, in the order of names. */
  List<ScannedRepository> scanned() {
    synchronized (lock) {
      return results.values().stream().flatMap(Optional::stream).toList();
    }
  }

  /** The names of those that were not, in their order. */
  List<String> rest() {
    synchronized (lock) {
      return results.entrySet().stream()
          .filter(entry -> entry.getValue().isEmpty())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** What stopped it; null when nothing did. */
  @Nullable ScanFailure failure() {
    synchronized (lock) {
      return failure;
    }
  }

  /** Looks at one; tells whether there is any use in looking at others. */
  private boolean scan(Repository repository) throws InterruptedException {
    try {
      finished(read(repository));
      return true;
    } catch (GitHubException e) {
      var reason = Scanner.failure(e);
      if (reason.kind() == ScanFailure.Kind.UNREADABLE) {
        finished(unread(repository, reason.message()));
        return true;
      }
      stop(reason);
      return false;
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // One repository with something that nobody thought of must not hide all others.
      LOG.error("{} could not be judged", repository.name(), e);
      finished(unread(repository, "it could not be judged: " + e.getClass().getSimpleName()));
      return true;
    }
  }

  private void stop(ScanFailure reason) {
    synchronized (lock) {
      if (failure == null || isLater(reason, failure)) {
        failure = reason;
      }
    }
  }

  /** Of several limits the one that lasts longest says when it goes on. */
  private static boolean isLater(ScanFailure one, ScanFailure other) {
    var resumes = one.resumeAt();
    var before = other.resumeAt();
    return resumes != null && before != null && resumes.isAfter(before);
  }

  private void finished(ScannedRepository result) {
    synchronized (lock) {
      results.put(result.name(), Optional.of(result));
    }
    audience.scanned(result);
    var health = result.health();
    if (health != null && health.missing().contains(HealthFactor.COVERAGE)) {
      audience.warned("No coverage data for repo " + result.name());
    }
  }

  private ScannedRepository read(Repository repository) throws InterruptedException {
    var name = repository.name().name();
    var facts = reader.read(repository);
    var reported = tables.builds().reported(name, repository.defaultBranch());
    var health = model.grade(facts.withReported(reported));
    var before = tables.repositories().find(name).orElse(null);
    var open = tables.vulnerabilities().open(name);
    var history = VulnerabilityHistory.after(open, facts);
    var result = result(health, before, open);
    var now = clock.instant();
    var kept =
        tables.keep(
            row(repository, result, before),
            open,
            history,
            facts.builds().value().orElse(null),
            bill(facts, history),
            now.minus(part.retention()),
            now);
    return new ScannedRepository(kept.row(), before, health, history, kept.newBuilds());
  }

  /** What is still open of an unreadable source counts as vulnerable, too. */
  private static BillRow bill(RepositoryFacts facts, VulnerabilityHistory history) {
    var graph = facts.dependencyGraph();
    var open = history.open().stream().map(FollowedVulnerability::vulnerability).toList();
    var at = facts.at().truncatedTo(ChronoUnit.MILLIS);
    return new BillRow(
        at,
        graph.isKnown() ? at : null,
        graph.because().orElse(null),
        facts.outdated().because().orElse(null),
        graph
            .value()
            .map(known -> PackageTree.of(known, facts.outdated().value().orElse(List.of()), open)));
  }

  private ResultRow result(
      RepositoryHealth health,
      @Nullable RepositoryRow before,
      Collection<FollowedVulnerability> open) {
    var facts = health.facts();
    var vulnerable = facts.vulnerablePackages();
    var at = facts.at().truncatedTo(ChronoUnit.MILLIS);
    return new ResultRow(
        part.scan(),
        at,
        health.score(),
        health.missing(),
        facts.coverage().value().orElse(null),
        facts.dependencies().value().map(List::size).orElse(null),
        facts.outdated().value().map(List::size).orElse(null),
        vulnerable.isPresent() ? (Integer) vulnerable.getAsInt() : null,
        facts.newestCommit().value().flatMap(commit -> commit.time()).orElse(null),
        facts.readableSources(),
        health.advice().stream()
            .map(one -> new Step(one.factor(), one.text(), one.gain().orElse(null)))
            .toList(),
        change(health, before == null ? null : before.result(), open, at));
  }

  /** What changed now, or else when something last did. */
  private static @Nullable Change change(
      RepositoryHealth health,
      @Nullable ResultRow before,
      Collection<FollowedVulnerability> open,
      Instant at) {
    if (before == null) {
      return null;
    }
    var told =
        open.stream()
            .filter(one -> one.lastSeen().equals(before.at()))
            .map(FollowedVulnerability::vulnerability)
            .toList();
    var outdated = before.outdated();
    var earlier =
        EarlierHealth.of(
            before.score(),
            before.readable(),
            told,
            outdated == null ? OptionalInt.empty() : OptionalInt.of(outdated));
    return health.changeSince(earlier).map(change -> change(change, before, at)).orElse(null);
  }

  private static @Nullable Change change(HealthChange change, ResultRow before, Instant at) {
    return change.parts().isEmpty() && change.delta() == 0
        ? before.change()
        : new Change(at, change.delta(), change.parts(), change.toString());
  }

  private RepositoryRow row(
      Repository repository, ResultRow result, @Nullable RepositoryRow before) {
    var score = result.score().rounded();
    var coverage = result.coverage();
    return new RepositoryRow(
        repository.name().name(),
        repository.defaultBranch(),
        repository.archived(),
        repository.fork(),
        repository.isPrivate(),
        isListed(before),
        result,
        before == null ? BuildStatus.UNKNOWN : before.buildStatus(),
        before == null ? null : before.lastRun(),
        score.isPresent() ? (Integer) score.getAsInt() : lastScore(before),
        coverage == null ? lastCoverage(before) : coverage,
        null);
  }

  private boolean isListed(@Nullable RepositoryRow before) {
    return before == null ? part.listed() : before.listed();
  }

  private static @Nullable Integer lastScore(@Nullable RepositoryRow before) {
    return before == null ? null : before.lastScore();
  }

  private static @Nullable BigDecimal lastCoverage(@Nullable RepositoryRow before) {
    return before == null ? null : before.lastCoverage();
  }

  /** A repository that keeps its previous result. */
  private ScannedRepository unread(Repository repository, String because) {
    var before = tables.repositories().find(repository.name().name()).orElse(null);
    var row =
        new RepositoryRow(
            repository.name().name(),
            repository.defaultBranch(),
            repository.archived(),
            repository.fork(),
            repository.isPrivate(),
            isListed(before),
            before == null ? null : before.result(),
            before == null ? BuildStatus.UNKNOWN : before.buildStatus(),
            before == null ? null : before.lastRun(),
            lastScore(before),
            lastCoverage(before),
            requireNonNull(because));
    tables.keepFailure(row, clock.instant());
    return new ScannedRepository(row, before, null, null, List.of());
  }
}
