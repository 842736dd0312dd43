package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.StoreException;
import dev.pulse.github.Builds;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.Repository;
import dev.pulse.github.VulnerabilityHistory;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the repositories of one organisation. The tables lie beside those of Pulse,
 * in the same SQLite file or PostgreSQL database; several organisations may share them, and several
 * processes: {@code pulse scan} runs beside the service. Thread-safe.
 *
 * <pre>{@code
 * try (HealthTables tables = HealthTables.open(DatabaseUrl.parse("jdbc:sqlite:pulse.db"), "acme")) {
 *   tables.repositories().listed().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class HealthTables implements AutoCloseable {
  private final Database database;
  private final String organisation;
  private final Path leaseFile;
  private final RepositoryTable repositories;
  private final ScanTable scans;
  private final VulnerabilityTable vulnerabilities;
  private final BuildTable builds;
  private final BillTable bills;
  private final TrendTable trends;
  private final AlertTable alerts;
  private final DigestTable digests;
  private final TableCache cache;

  private HealthTables(
      Database database, String organisation, Path leaseFile, InstantSource clock) {
    var org = Columns.folded(organisation);
    this.database = database;
    this.organisation = organisation;
    this.leaseFile = leaseFile;
    this.repositories = new RepositoryTable(database, org);
    this.scans = new ScanTable(database, repositories, org);
    this.vulnerabilities = new VulnerabilityTable(database, org);
    this.builds = new BuildTable(database, repositories, org);
    this.bills = new BillTable(database, org);
    this.trends = new TrendTable(database, org);
    this.alerts = new AlertTable(database, org);
    this.digests = new DigestTable(database, alerts, org);
    this.cache = new TableCache(database, clock);
  }

  /** Opens the tables by the system's clock; see the other one. */
  public static HealthTables open(DatabaseUrl url, String organisation) {
    return open(url, organisation, InstantSource.system());
  }

  /**
   * Opens the tables, and makes them where there are none.
   *
   * @param organisation whose repositories; case does not matter
   * @param clock by which answers are kept
   * @throws StoreException when the database cannot be used now, or a newer program made the tables
   */
  public static HealthTables open(DatabaseUrl url, String organisation, InstantSource clock) {
    requireNonNull(organisation, "organisation");
    var database = Database.open(url);
    try {
      Layout.migrate(database);
      return new HealthTables(database, organisation, leaseFile(url, organisation), clock);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Beside the file; not used with PostgreSQL, which has locks of its own. */
  private static Path leaseFile(DatabaseUrl url, String organisation) {
    var file =
        url instanceof DatabaseUrl.Sqlite sqlite
            ? sqlite.file().toAbsolutePath()
            : Path.of("postgresql");
    return file.resolveSibling(
        file.getFileName() + "." + Columns.folded(organisation) + ".scan.lock");
  }

  /** Whose repositories they are, as it was given. */
  public String organisation() {
    return organisation;
  }

  /** The repositories and the history of their scores. */
  public RepositoryTable repositories() {
    return repositories;
  }

  /** The scans. */
  public ScanTable scans() {
    return scans;
  }

  /** The vulnerabilities. */
  public VulnerabilityTable vulnerabilities() {
    return vulnerabilities;
  }

  /** The builds, polled and reported. */
  public BuildTable builds() {
    return builds;
  }

  /** The bills of materials: which packages are used, and what draws in what. */
  public BillTable bills() {
    return bills;
  }

  /** What scans knew, over time. */
  public TrendTable trends() {
    return trends;
  }

  /** The alerts. */
  public AlertTable alerts() {
    return alerts;
  }

  /** The daily digests. */
  public DigestTable digests() {
    return digests;
  }

  /** Where answers of other services are kept; for all organisations. */
  public TableCache cache() {
    return cache;
  }

  /**
   * Takes the right to scan all repositories of the organisation.
   *
   * @return empty when another scan has it, in this process or another one
   */
  public Optional<ScanLease> lease() {
    return database.lease("scan of " + Columns.folded(organisation), leaseFile);
  }

  /**
   * Stores what a scan learnt of one repository, all of it or nothing. What its builds say is made
   * from what is stored, so reports that came meanwhile count.
   *
   * @param row as it is known now; its word about builds does not matter
   * @param vulnerabilitiesBefore those that were open before
   * @param history what became of them
   * @param polled the builds that GitHub told of; null when it did not
   * @param bill the packages that were read, or why they were not
   * @param since when the retention begins
   */
  public Kept keep(
      RepositoryRow row,
      List<FollowedVulnerability> vulnerabilitiesBefore,
      VulnerabilityHistory history,
      @Nullable Builds polled,
      BillRow bill,
      Instant since,
      Instant now) {
    var result = requireNonNull(row.result(), "result");
    return database.write(
        handle -> {
          var news =
              polled == null ? List.<BuildRow>of() : builds.save(handle, row.name(), polled, since);
          vulnerabilities.save(handle, row.name(), vulnerabilitiesBefore, history, now);
          repositories.saveScore(handle, row.name(), result, history.open());
          bills.save(handle, row.name(), bill);
          var known = withOlder(builds.said(handle, row, polled != null), polled);
          var kept = row.withBuilds(known.status(), known.lastRun().orElse(null));
          repositories.save(handle, kept, now);
          scans.progressed(handle, result.scan(), now);
          return new Kept(kept, news);
        });
  }

  /**
   * What is not stored because it is older than the retention says how things stand all the same.
   */
  private static Builds withOlder(Builds stored, @Nullable Builds polled) {
    return polled == null
        ? stored
        : Builds.of(Stream.concat(stored.all().stream(), polled.all().stream()).toList());
  }

  /**
   * Stores what rules made of a look at a repository, all of it or nothing: alerts, and what they
   * were judged by, so that nothing is judged twice and nothing never.
   *
   * @param builds that were judged
   * @param result whose values were judged; null when none were
   * @param alerts that opened or ended
   */
  public void judged(
      RepositoryRow repository,
      BuildTable.Unjudged builds,
      @Nullable ResultRow result,
      List<AlertRow> alerts,
      Instant now) {
    this.alerts.write(
        handle -> {
          this.alerts.putAll(handle, alerts);
          this.builds.judged(handle, builds, repository.defaultBranch(), now);
          if (result != null) {
            repositories.judged(handle, repository.name(), result);
          }
          return now;
        });
  }

  /**
   * What was stored of one repository.
   *
   * @param row with what its builds say
   * @param newBuilds those that succeeded or failed and were not known to, the oldest first
   */
  public record Kept(RepositoryRow row, List<BuildRow> newBuilds) {
    /** What was stored. */
    public Kept {
      requireNonNull(row, "row");
      newBuilds = List.copyOf(newBuilds);
    }
  }

  /** Stores that a scan could not read a repository: what was known of it stays. */
  public void keepFailure(RepositoryRow row, Instant now) {
    database.write(
        handle -> {
          repositories.save(handle, row, now);
          return row;
        });
  }

  /**
   * Notes that somebody found repositories beside the service, who may look for others than it does
   * or see less: those that are new count until the service knows better, and nothing that is known
   * is taken up or left out.
   */
  public void found(Collection<Repository> found, Instant now) {
    database.write(
        handle -> {
          found.forEach(repository -> repositories.list(handle, repository, false, now));
          return now;
        });
  }

  /**
   * Notes which repositories there are. Of those that are new nothing is known yet.
   *
   * @param found all that are looked at
   * @return the names of those that were there and are no more, in their order
   */
  public List<String> listed(Collection<Repository> found, Instant now) {
    return database.write(
        handle -> {
          found.forEach(repository -> repositories.list(handle, repository, true, now));
          var folded =
              found.stream()
                  .map(repository -> Columns.folded(repository.name().name()))
                  .collect(Collectors.toSet());
          return repositories.unlist(handle, folded);
        });
  }

  /**
   * What is known, from one snapshot.
   *
   * @param repositories those that are listed, in the order of names
   * @param vulnerabilities those that are open in them, the worst first
   * @param builds the newest
   * @param last the newest scan of all repositories that ended and read something; null before
   * @param scanned whether any scan has ended with something to show
   */
  public record Snapshot(
      List<RepositoryRow> repositories,
      List<VulnerabilityRow> vulnerabilities,
      List<BuildRow> builds,
      @Nullable ScanRow last,
      boolean scanned) {
    /** A snapshot. */
    public Snapshot {
      repositories = List.copyOf(repositories);
      vulnerabilities = List.copyOf(vulnerabilities);
      builds = List.copyOf(builds);
    }
  }

  /** All that is known now. */
  public Snapshot snapshot() {
    return database.read(
        handle ->
            new Snapshot(
                repositories.listed(handle),
                vulnerabilities.open(handle),
                builds.newest(handle),
                scans.last(handle, true).orElse(null),
                scans.last(handle, false).isPresent()));
  }

  /**
   * Deletes what is older than that; not what is known of the repositories that are there, open
   * vulnerabilities and open alerts.
   *
   * @param retention how old it may be
   */
  public void prune(Instant now, Duration retention) {
    var before = now.minus(retention);
    // One by one, so that others get their turn in between.
    database.write(
        handle -> {
          repositories.prune(handle, before);
          bills.prune(handle);
          scans.prune(handle, before);
          return before;
        });
    database.write(
        handle -> {
          vulnerabilities.prune(handle, before);
          builds.prune(handle, before);
          alerts.prune(handle, before);
          digests.prune(handle, before);
          return before;
        });
    database.write(
        handle -> {
          cache.prune(handle, now);
          return now;
        });
  }

  /** Closes the connections. */
  @Override
  public void close() {
    database.close();
  }
}
