package dev.pulse.samples.repohealth.terminal;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
import dev.pulse.samples.repohealth.scan.StaleData;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.web.HealthJson;
import dev.pulse.samples.server.environment.StoreStart;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One scan from the command line: looks at all repositories or at one, stores what it learns, and
 * prints it. It may run beside the service, and sends nobody a message.
 */
public final class ScanProgram {
  private final RepoHealthSettings settings;
  private final PrintStream out;
  private final Notices notices;
  private final InstantSource clock;

  /** How a scan ended. */
  public enum Ending {
    /** Every repository was read. */
    DONE,
    /** Some repositories could not be read. */
    PARTIAL,
    /** The scan could not be made, or not to its end. */
    FAILED
  }

  /**
   * A program.
   *
   * @param out where results go
   * @param err where warnings and errors go
   */
  public ScanProgram(RepoHealthSettings settings, PrintStream out, PrintStream err) {
    this(settings, out, err, InstantSource.system());
  }

  ScanProgram(RepoHealthSettings settings, PrintStream out, PrintStream err, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings");
    this.out = requireNonNull(out, "out");
    this.notices = new Notices(err);
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Scans.
   *
   * @param repository the only one to look at; empty for all
   * @param json whether to print bodies of the API instead of lines for people
   * @throws dev.pulse.api.config.ConfigurationException when the database cannot be opened
   * @throws InterruptedException when the thread is interrupted; what was finished is stored, and
   *     the next scan goes on
   */
  public Ending run(Optional<RepositoryChoice> repository, boolean json)
      throws InterruptedException {
    settings.warnings().forEach(notices::warn);
    try (var tables =
        StoreStart.real()
            .open(() -> HealthTables.open(settings.database(), settings.organisation(), clock))) {
      var scanned = scan(scanner(tables), repository);
      if (scanned.isEmpty()) {
        return Ending.FAILED;
      }
      var report = scanned.get();
      var overview = Overviews.of(tables, clock, settings.scan().staleAfter()).now();
      print(report, overview, tables, repository.isPresent(), json);
      return ending(report);
    }
  }

  private Scanner scanner(HealthTables tables) {
    var services =
        Services.builder(settings.upstreams())
            .cache(tables.cache())
            .clock(clock)
            .documentedElsewhere(settings.rules().documentation().keySet())
            .build();
    var scanner = Scanner.of(services, tables, settings.scan(), clock);
    scanner.addListener(notices);
    return scanner;
  }

  /** Empty when there is no such repository, which people have been told then. */
  private Optional<ScanReport> scan(Scanner scanner, Optional<RepositoryChoice> repository)
      throws InterruptedException {
    if (repository.isEmpty()) {
      return Optional.of(scanner.scan());
    }
    var choice = repository.get();
    if (!choice.isPossible()) {
      notices.error("repository not found: " + choice.text());
      return Optional.empty();
    }
    notices.asked(choice);
    return Optional.of(scanner.scan(choice.name()));
  }

  private void print(
      ScanReport report, Overview overview, HealthTables tables, boolean one, boolean json) {
    var rows = rows(report, overview);
    if (!rows.isEmpty() || report.failed().isEmpty()) {
      print(rows, overview, tables, one, json);
    }
    boolean nothingNewer = report.failed().isPresent() && overview.isStale();
    if (nothingNewer || rows.stream().anyMatch(overview::isStale)) {
      notices.warn(StaleData.warning(settings.scan().staleAfter()));
    }
  }

  private void print(
      List<RepositoryRow> rows, Overview overview, HealthTables tables, boolean one, boolean json) {
    if (json) {
      out.println(
          one && !rows.isEmpty()
              ? HealthJson.details(
                  overview, rows.get(0), tables.repositories().trend(rows.get(0).name()))
              : HealthJson.repositories(overview, rows, rows.size()));
    } else {
      rows.forEach(row -> out.println(RepositoryText.line(row)));
      if (one && !rows.isEmpty()) {
        out.println();
        out.print(details(tables, rows.get(0)));
      }
    }
    out.flush();
  }

  private static String details(HealthTables tables, RepositoryRow row) {
    var open =
        tables.vulnerabilities().all(row.name()).stream()
            .filter(vulnerability -> vulnerability.closedAt() == null)
            .map(vulnerability -> vulnerability.followed().vulnerability())
            .toList();
    return RepositoryText.details(row, open);
  }

  /** Those that were looked at, also before the scan was cut, in the order of names. */
  private static List<RepositoryRow> rows(ScanReport report, Overview overview) {
    return Stream.concat(
            report.repositories().stream().map(ScannedRepository::now),
            report.earlier().stream().flatMap(name -> overview.repository(name).stream()))
        .sorted(Comparator.comparing(row -> row.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Ending ending(ScanReport report) {
    if (report.failed().isPresent()) {
      return Ending.FAILED;
    }
    return report.repositories().stream().anyMatch(one -> one.error().isPresent())
        ? Ending.PARTIAL
        : Ending.DONE;
  }
}
