package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.Pulse;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets somebody's Pulse scan: at once, and then on the grid of the interval. A tick during a scan
 * is dropped, as is one while a scan waits for a limit of GitHub: that goes on when the limit ends.
 * As long as nothing is known at all, a scan that could not be made is tried again within a minute.
 *
 * <p>Pulse has registrations for the scan ({@value #SCAN}), how fresh data are ({@value
 * #FRESHNESS}), what is deleted ({@value #RETENTION}), and the score of each repository ({@code
 * repo-health.score.NAME}): its history, rules and objectives are those of any check. They stay
 * with Pulse, and end with it. Thread-safe.
 */
public final class RepositoryScans {
  private static final Logger LOG = LoggerFactory.getLogger(RepositoryScans.class);

  /** Scans. */
  public static final String SCAN = "repo-health.scan";

  /** Goes on with a scan that a limit has cut; there while one waits. */
  public static final String RESUME = "repo-health.resume";

  /** Tries the first scan again that could not be made; there while nothing is known. */
  public static final String RETRY = "repo-health.retry";

  /** Judges how old data are. */
  public static final String FRESHNESS = "repo-health.freshness";

  /** Deletes what is too old. */
  public static final String RETENTION = "repo-health.retention";

  private static final String SCORE = "repo-health.score.";
  private static final Duration LONGEST_SCAN = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration UNTIL_RETRY = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
  private static final Duration LONGEST_PRUNING = Duration.ofHours(1);
  private static final int HEALTHY_FROM = 80;
  private static final int WARNING_FROM = 50;

  private final Pulse pulse;
  private final Scanner scanner;
  private final HealthTables tables;
  private final ScanSettings settings;
  private final ReentrantLock registering = new ReentrantLock();

  // Guarded by registering: names of registrations by folded names of repositories.
  private final Map<String, String> scored = new HashMap<>();

  private RepositoryScans(
      Pulse pulse, Scanner scanner, HealthTables tables, ScanSettings settings) {
    this.pulse = requireNonNull(pulse, "pulse");
    this.scanner = requireNonNull(scanner, "scanner");
    this.tables = requireNonNull(tables, "tables");
    this.settings = requireNonNull(settings, "settings");
  }

  /**
   * Begins to scan; does not wait for it.
   *
   * @param scanner whose listeners are told; add them before
   */
  public static RepositoryScans start(
      Pulse pulse, Scanner scanner, HealthTables tables, ScanSettings settings) {
    var scans = new RepositoryScans(pulse, scanner, tables, settings);
    scanner.addListener(scans.new Scores());
    scans.begin();
    return scans;
  }

  private void begin() {
    var all = new ArrayList<Registration>();
    all.add(
        Registration.check(SCAN, new ScanCheck(scanner, this::resumeAt, this::retrySoon))
            .title("Scan of the repositories of " + tables.organisation())
            .schedule(Schedules.every(settings.interval()))
            .timeout(LONGEST_SCAN)
            .build());
    all.add(
        Registration.check(
                FRESHNESS,
                new Freshness(
                    Overviews.of(tables, pulse.clock(), settings.staleAfter()), scanner::warn))
            .title("Age of what is known of the repositories")
            .schedule(Schedules.every(LOOK))
            .timeout(LONGEST_LOOK)
            .build());
    all.add(
        Registration.check(RETENTION, context -> prune())
            .title("Deleting what is older than " + settings.retention().toDays() + " days")
            .schedule(Schedules.every(Duration.ofDays(1)))
            .timeout(LONGEST_PRUNING)
            .build());
    registering.lock();
    try {
      for (RepositoryRow row : tables.repositories().listed()) {
        scored.put(folded(row.name()), SCORE + row.name());
        all.add(score(row.name()));
      }
    } finally {
      registering.unlock();
    }
    // Without the lock: the first scan may begin on this thread, and wants it.
    pulse.addAll(all);
  }

  private CheckResult prune() {
    tables.prune(pulse.clock().instant(), settings.retention());
    return CheckResult.pass("nothing is older than " + settings.retention().toDays() + " days");
  }

  private Registration score(String repository) {
    return Registration.check(
            SCORE + repository,
            ScorerCheck.of(new KnownScore(tables, repository, settings.staleAfter()))
                .warnBelow(HEALTHY_FROM)
                .failBelow(WARNING_FROM))
        .title("Health of " + repository)
        .schedule(Schedules.every(settings.interval()))
        .tags(List.of("repo-health"))
        .timeout(LONGEST_LOOK)
        .build();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Runs the scan once more at a moment, off its grid. */
  private void resumeAt(Instant at) {
    var soon = pulse.clock().instant().plus(SOON);
    // Only the scan does this, which never runs twice at a time.
    pulse.remove(RESUME);
    pulse.add(
        Registration.check(RESUME, context -> resume())
            .title("Going on with the scan that GitHub's rate limit has cut")
            .schedule(new Once(at.isAfter(soon) ? at : soon))
            .build());
  }

  private CheckResult resume() {
    // It is not waited for: the limit may cut it again, which removes this registration.
    var unused = pulse.runNow(SCAN);
    return CheckResult.pass("the scan goes on");
  }

  /** Runs the scan once more, off its grid, unless that comes earlier or something is known. */
  private void retrySoon() {
    if (isAnythingKnown() || settings.interval().compareTo(UNTIL_RETRY) <= 0) {
      return;
    }
    pulse.remove(RETRY);
    pulse.add(
        Registration.check(RETRY, context -> retry())
            .title("Trying the first scan again")
            .schedule(new Once(pulse.clock().instant().plus(UNTIL_RETRY)))
            .build());
  }

  private boolean isAnythingKnown() {
    return tables.scans().last().isPresent();
  }

  private CheckResult retry() {
    if (isAnythingKnown()) {
      return CheckResult.pass("a scan has been made meanwhile");
    }
    var unused = pulse.runNow(SCAN);
    return CheckResult.pass("the scan is tried again");
  }

  /** A moment. */
  private record Once(Instant at) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
      return after.isBefore(at) ? Optional.of(at) : Optional.empty();
    }
  }

  /** Lets Pulse see each score as soon as it is known. */
  private final class Scores implements ScanListener {
    @Override
    public void scanned(ScannedRepository repository) {
      if (!repository.now().listed()) {
        return;
      }
      var name = repository.name();
      @Nullable String registration;
      registering.lock();
      try {
        registration = scored.putIfAbsent(folded(name), SCORE + name);
      } finally {
        registering.unlock();
      }
      try {
        if (registration == null) {
          // Its first run is due at once.
          pulse.add(score(name));
        } else {
          var unused = pulse.runNow(registration);
        }
      } catch (IllegalStateException e) {
        // Pulse ends during the scan; what was found is in the tables for the next one.
        LOG.debug("The score of {} is seen after the next start", name, e);
      }
    }

    /** Another process may have seen repositories leave, and told nobody. */
    @Override
    public void ended(ScanReport report) {
      var listed =
          tables.repositories().listed().stream()
              .map(row -> folded(row.name()))
              .collect(Collectors.toSet());
      List<String> gone;
      registering.lock();
      try {
        gone = scored.keySet().stream().filter(name -> !listed.contains(name)).toList();
      } finally {
        registering.unlock();
      }
      gone.forEach(this::left);
    }

    @Override
    public void left(String repository) {
      @Nullable String registration;
      registering.lock();
      try {
        registration = scored.remove(folded(repository));
      } finally {
        registering.unlock();
      }
      if (registration != null) {
        pulse.remove(registration);
      }
    }
  }
}
