package dev.pulse.samples.ethereum.store;

import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.metrics.StoreMeter;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that the system remembers, in Pulse's documents. Thread-safe. */
public final class EthereumStore {
  private static final String NAME = "ethereum-network.";

  /** Sorts after everything that a path can continue with. */
  private static final String AFTER_ALL = "~";

  private final Pulse pulse;
  private final StoreMeter meter;
  private final DocumentPaths paths;
  private final Repository<MonitorDocument> monitors;
  private final Repository<MentionsDocument> mentions;
  private final Repository<CheckLog> checks;
  private final Repository<CheckPlace> places;
  private final Repository<AlertState> alertStates;

  private EthereumStore(Pulse pulse, DocumentPaths paths, StoreMeter meter) {
    this.pulse = pulse;
    this.paths = paths;
    this.meter = meter;
    this.monitors = repository("monitor", MonitorDocument.class);
    this.mentions = repository("mentions", MentionsDocument.class);
    this.checks = repository("checks", CheckLog.class);
    this.places = repository("check_places", CheckPlace.class);
    this.alertStates = repository("alert_state", AlertState.class);
  }

  /**
   * The store of a Pulse.
   *
   * @param prefix the first part of all paths
   * @throws dev.pulse.api.store.StoreException when it does not answer
   */
  public static EthereumStore of(Pulse pulse, String prefix, StoreMeter meter) {
    return new EthereumStore(pulse, new DocumentPaths(prefix), meter);
  }

  /**
   * A collection of another part of the system, counted like the others. Ask once for each.
   *
   * @param name in metrics, and behind the name of the system in the store
   * @throws dev.pulse.api.store.StoreException when the store does not answer
   */
  public <T> Repository<T> repository(String name, Class<T> type) {
    meter.prepare(name);
    var repository =
        new Repository<>(
            name,
            pulse.documents(NAME + name, type),
            pulse.documents(NAME + name, Repository.AnyDocument.class),
            meter);
    repository.count();
    return repository;
  }

  /** What documents are called. */
  public DocumentPaths paths() {
    return paths;
  }

  /** The registrations. */
  public Repository<MonitorDocument> monitors() {
    return monitors;
  }

  /** Whom to call. */
  public Repository<MentionsDocument> mentions() {
    return mentions;
  }

  /** How alerts stand. */
  public Repository<AlertState> alertStates() {
    return alertStates;
  }

  /** How many logs there are. */
  int checks() {
    return checks.ids().size();
  }

  /** Keeps what a run found. */
  public void keep(SubjectReport report, String client, Instant now) {
    var subject = report.subject();
    var path = paths.check(subject.network(), client, report.runId());
    checks.create(
        path,
        new CheckLog(
            subject.guild(),
            subject.channel(),
            report.status().name().toLowerCase(Locale.ROOT),
            now,
            String.join("\n", report.log()) + "\n",
            withLog(report, List.of())));
    places.create(report.runId(), new CheckPlace(path));
  }

  /**
   * The log of a run, for those who may read it.
   *
   * @return empty when there is none of that id, or it belongs to another guild
   */
  public Optional<CheckLog> log(String checkId, String guild) {
    return log(checkId).filter(log -> log.guildId().equals(guild));
  }

  /** What a run found; empty when it is not kept any more. */
  public Optional<SubjectReport> report(String checkId) {
    return log(checkId).map(log -> withLog(log.report(), log.text().lines().toList()));
  }

  private Optional<CheckLog> log(String checkId) {
    if (checkId.isEmpty() || checkId.length() > 100) {
      return Optional.empty();
    }
    return places
        .find(checkId)
        .flatMap(place -> checks.find(place.value().path()))
        .map(document -> document.value());
  }

  private static SubjectReport withLog(SubjectReport report, List<String> log) {
    return new SubjectReport(
        report.runId(),
        report.at(),
        report.subject(),
        report.layer(),
        report.status(),
        report.unjudgedChecks(),
        report.allChecks(),
        report.kind(),
        report.failing(),
        report.affected(),
        report.infrastructure(),
        report.unrelated(),
        report.noData(),
        report.rootCauses(),
        report.failingPairs(),
        report.allPairs(),
        log);
  }

  /**
   * Removes a registration.
   *
   * @return whether it was there
   */
  public boolean purgeMonitor(Subject subject) {
    return monitors.delete(paths.monitor(subject));
  }

  /**
   * Removes those who are called about a client.
   *
   * @return whether they were there
   */
  public boolean purgeMentions(String network, String client, String guild) {
    return mentions.delete(paths.mentions(network, guild, client));
  }

  /**
   * Removes the log of exactly this run.
   *
   * @return whether it was there
   */
  public boolean purgeCheck(String checkId) {
    if (checkId.isEmpty()) {
      throw new IllegalArgumentException("the id of a run must not be empty");
    }
    var place = places.find(checkId);
    place.ifPresent(found -> checks.delete(found.value().path()));
    return places.delete(checkId) && place.isPresent();
  }

  /**
   * Removes the logs that were written before a time. Those of a client are sorted by it, so that
   * only what goes, and the first that stays, is read.
   *
   * @return how many were removed
   */
  public int purgeChecksBefore(Instant time) {
    int removed = 0;
    var page = checks.list("", 1);
    while (!page.isEmpty()) {
      var document = page.get(0);
      if (document.value().createdAt().isBefore(time)) {
        checks.delete(document.id());
        places.delete(document.value().report().runId());
        removed++;
        page = checks.list(document.id(), 1);
      } else {
        var folder = document.id().substring(0, document.id().lastIndexOf('/') + 1);
        page = checks.list(folder + AFTER_ALL, 1);
      }
    }
    return removed;
  }
}
