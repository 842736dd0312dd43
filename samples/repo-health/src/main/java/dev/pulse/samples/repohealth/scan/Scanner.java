package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.Fact;
import dev.pulse.github.GitHubException;
import dev.pulse.github.HealthModel;
import dev.pulse.github.Repository;
import dev.pulse.github.RepositoryName;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.ScanLease;
import dev.pulse.samples.repohealth.store.ScanRow;
import dev.pulse.samples.repohealth.store.ScanStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the repositories of an organisation, several at a time, and stores each as soon as it
 * has been read. It sends nothing to anybody: listeners do.
 *
 * <p>A scan of all that is cut, by a limit of GitHub or because its process ended, is taken up by
 * the next one that begins within an interval: that reads only what is left. Thread-safe.
 *
 * <pre>{@code
 * ScanReport report = Scanner.of(services, tables, settings.scan()).scan();
 * report.failed().ifPresent(failure -> System.err.println("Error: " + failure.message()));
 * }</pre>
 */
public final class Scanner {
  private static final String NO_OWNER = "organisation or user not found: ";
  private static final String NO_REPOSITORY = "repository not found: ";

  private final Services services;
  private final HealthTables tables;
  private final ScanSettings settings;
  private final InstantSource clock;
  private final HealthModel model;
  private final Audience audience = new Audience();

  private Scanner(
      Services services, HealthTables tables, ScanSettings settings, InstantSource clock) {
    this.services = requireNonNull(services, "services");
    this.tables = requireNonNull(tables, "tables");
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.model =
        settings.missingAsZero()
            ? HealthModel.builder().missingAsZero().build()
            : HealthModel.standard();
  }

  /** A scanner by the system's clock. */
  public static Scanner of(Services services, HealthTables tables, ScanSettings settings) {
    return of(services, tables, settings, InstantSource.system());
  }

  /**
   * A scanner.
   *
   * @param settings which repositories, how many at a time, and how long a scan that was cut may be
   *     taken up again: the interval
   * @param clock what time it is for scans; the services have their own
   */
  public static Scanner of(
      Services services, HealthTables tables, ScanSettings settings, InstantSource clock) {
    return new Scanner(services, tables, settings, clock);
  }

  /** Tells somebody what happens from now on. */
  public void addListener(ScanListener listener) {
    audience.add(requireNonNull(listener, "listener"));
  }

  /** Tells those who listen something that people should know. */
  void warn(String text) {
    audience.warned(text);
  }

  /** The repositories that are scanned, in the order of names. Says what the list leaves out. */
  Fact<List<Repository>> repositories() throws InterruptedException {
    var all = services.reader().list(tables.organisation());
    var list = all.value();
    if (list.isEmpty()) {
      return Fact.unavailable(all.because().orElse(""), all.source(), all.at());
    }
    int leftOut = list.get().leftOut();
    if (leftOut > 0) {
      audience.warned(
          "GitHub's list has "
              + leftOut
              + (leftOut == 1 ? " repository" : " repositories")
              + " without a name that GitHub allows or without a branch, which are left out");
    }
    return Fact.known(
        list.get().repositories().stream().filter(this::isWanted).toList(), all.source(), all.at());
  }

  private boolean isWanted(Repository repository) {
    return isScanned(settings, repository);
  }

  /** Whether a repository is among those that are scanned. */
  public static boolean isScanned(ScanSettings settings, Repository repository) {
    return (settings.archived() || !repository.archived())
        && (settings.forks() || !repository.fork())
        && (settings.hidden() || !repository.isPrivate());
  }

  /**
   * Scans all repositories, or what is left of a scan that was cut, beside the service or without
   * one. When somebody else is at it, all are scanned all the same. Which repositories count stays
   * the service's word: this one may have other settings, or a token that sees less. Nothing leaves
   * through it.
   *
   * @throws InterruptedException when the thread is interrupted; what was read is stored, and the
   *     next scan goes on
   */
  public ScanReport scan() throws InterruptedException {
    var lease = tables.lease();
    try {
      return scan(lease.isPresent() ? resumedOrBegun() : begun(), false);
    } finally {
      lease.ifPresent(ScanLease::close);
    }
  }

  /**
   * Scans all repositories, or what is left of a scan that was cut, unless somebody is at it, in
   * this process or in another one. From then on those that it finds are the ones that count.
   *
   * @return empty when somebody is
   * @throws InterruptedException as {@link #scan()}
   */
  public Optional<ScanReport> scanUnlessUnderWay() throws InterruptedException {
    var lease = tables.lease();
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (var held = lease.get()) {
      requireNonNull(held);
      return Optional.of(scan(resumedOrBegun(), true));
    }
  }

  private ScanReport scan(ScanRow row, boolean decides) throws InterruptedException {
    long before = services.requests();
    var done = tables.scans().done(row.id());
    Fact<List<Repository>> found;
    try {
      found = repositories();
    } catch (GitHubException e) {
      return failed(row, done, failure(e), before);
    }
    if (!found.isKnown()) {
      return failed(row, done, refused(found), before);
    }
    var repositories = found.value().orElseThrow();
    if (decides) {
      tables.listed(repositories, clock.instant()).forEach(audience::left);
    } else {
      tables.found(repositories, clock.instant());
    }
    var rest = repositories.stream().filter(one -> !isDone(done, one)).toList();
    var earlier = repositories.stream().filter(one -> isDone(done, one)).toList();
    var course = course(row, true);
    course.run(rest, settings.concurrency());
    return report(row, course, names(earlier), before);
  }

  private ScanRow begun() {
    return tables.scans().begin(null, clock.instant());
  }

  private ScanRow resumedOrBegun() {
    var now = clock.instant();
    return tables
        .scans()
        .resume(now, settings.interval())
        .orElseGet(() -> tables.scans().beginAlone(now));
  }

  private static boolean isDone(Set<String> done, Repository repository) {
    return done.contains(repository.name().name().toLowerCase(Locale.ROOT));
  }

  private static List<String> names(List<Repository> repositories) {
    return repositories.stream().map(repository -> repository.name().name()).toList();
  }

  /**
   * Scans one repository, also one that a scan of all leaves out.
   *
   * @param repository the name without the organisation; case does not matter
   * @throws IllegalArgumentException when no repository can have that name
   * @throws InterruptedException when the thread is interrupted
   */
  public ScanReport scan(String repository) throws InterruptedException {
    var name = RepositoryName.of(tables.organisation(), repository);
    var row = tables.scans().begin(repository, clock.instant());
    long before = services.requests();
    Fact<Repository> found;
    try {
      found = services.reader().repository(name);
    } catch (GitHubException e) {
      return failed(row, Set.of(), failure(e), before);
    }
    if (!found.isKnown()) {
      return failed(row, Set.of(), refused(found), before);
    }
    var one = found.value().orElseThrow();
    var course = course(row, isWanted(one));
    course.run(List.of(one), 1);
    return report(row, course, List.of(), before);
  }

  private Course course(ScanRow row, boolean listed) {
    return new Course(
        services.reader(),
        tables,
        model,
        clock,
        audience,
        new Course.Part(row.id(), listed, settings.retention()));
  }

  private static ScanFailure refused(Fact<?> fact) {
    var because = fact.because().orElse("");
    boolean missing = because.startsWith(NO_OWNER) || because.startsWith(NO_REPOSITORY);
    return new ScanFailure(
        missing ? ScanFailure.Kind.NOT_FOUND : ScanFailure.Kind.UNREADABLE,
        missing ? because : "the list of repositories cannot be read: " + because,
        null);
  }

  static ScanFailure failure(GitHubException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case RATE_LIMITED, SECONDARY_LIMITED ->
          new ScanFailure(ScanFailure.Kind.LIMITED, message, e.until().orElse(null));
      case UNAUTHORISED -> new ScanFailure(ScanFailure.Kind.UNAUTHORISED, message, null);
      case UNREACHABLE, UNEXPECTED -> new ScanFailure(ScanFailure.Kind.UNREADABLE, message, null);
    };
  }

  /** The end of a scan that did not get as far as to the repositories. */
  private ScanReport failed(ScanRow row, Set<String> done, ScanFailure failure, long before) {
    var status = done.isEmpty() ? ScanStatus.FAILED : ScanStatus.PARTIAL;
    var ended = end(row, status, failure, failure.message(), before);
    var report =
        new ScanReport(
            row.id(),
            row.startedAt(),
            requireNonNull(ended.finishedAt()),
            status,
            List.of(),
            done.stream().sorted().toList(),
            List.of(),
            failure,
            ended.requests());
    audience.ended(report);
    return report;
  }

  private ScanReport report(ScanRow row, Course course, List<String> earlier, long before) {
    var failure = course.failure();
    var scanned = course.scanned();
    var unread = scanned.stream().filter(one -> one.error().isPresent()).toList();
    var status = status(failure, unread.isEmpty());
    @Nullable String error = null;
    if (failure != null) {
      error = failure.message();
    } else if (!unread.isEmpty()) {
      error = unread.size() + " of " + (scanned.size() + earlier.size()) + " were not read";
    }
    var ended = end(row, status, failure, error, before);
    var report =
        new ScanReport(
            row.id(),
            row.startedAt(),
            requireNonNull(ended.finishedAt()),
            status,
            scanned,
            earlier,
            course.rest(),
            failure,
            ended.requests());
    audience.ended(report);
    return report;
  }

  private static ScanStatus status(@Nullable ScanFailure failure, boolean allRead) {
    if (failure != null) {
      return failure.kind() == ScanFailure.Kind.LIMITED ? ScanStatus.PARTIAL : ScanStatus.FAILED;
    }
    return allRead ? ScanStatus.OK : ScanStatus.PARTIAL;
  }

  private ScanRow end(
      ScanRow row,
      ScanStatus status,
      @Nullable ScanFailure failure,
      @Nullable String error,
      long before) {
    var resumeAt = failure != null && row.resumable() ? failure.resumeAt() : null;
    return tables
        .scans()
        .end(row.id(), status, clock.instant(), resumeAt, services.requests() - before, error);
  }

  @Override
  public String toString() {
    return "scanner of " + tables.organisation() + " over " + services;
  }
}
