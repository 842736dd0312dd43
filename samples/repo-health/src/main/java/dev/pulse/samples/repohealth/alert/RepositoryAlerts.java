package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.condition.Facts;
import dev.pulse.github.Build;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.samples.repohealth.alert.Look.Opinion;
import dev.pulse.samples.repohealth.condition.AlertCondition.Scope;
import dev.pulse.samples.repohealth.scan.ScanListener;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.BuildTable.Unjudged;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.RepositoryTable.Judged;
import dev.pulse.samples.repohealth.store.ResultRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which alerts are open. The state is stored before anybody is told, and Pulse's incidents follow
 * from it; see {@link RepoHealthAlerts#attach}. Thread-safe.
 */
public final class RepositoryAlerts implements ScanListener {
  private static final Logger log = LoggerFactory.getLogger(RepositoryAlerts.class);

  /** Looks for builds that no rule has seen. */
  static final String BUILDS = "repo-health.builds";

  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private final Pulse pulse;
  private final HealthTables tables;
  private final List<LiveRule> rules;
  private final RepositoryIncidents incidents;
  private final Set<String> warned = new HashSet<>();

  /** What the last scan said of repositories, for the builds that are reported until the next. */
  private final Map<String, Facts> learnt = new LinkedHashMap<>();

  private final Object lock = new Object();

  private RepositoryAlerts(Pulse pulse, HealthTables tables, List<LiveRule> rules) {
    this.pulse = pulse;
    this.tables = tables;
    this.rules = rules;
    this.incidents = new RepositoryIncidents(pulse, tables.alerts(), isTold(rules));
  }

  private static Predicate<AlertRow> isTold(List<LiveRule> rules) {
    return row ->
        rules.stream().anyMatch(rule -> rule.name().equals(row.rule()) && rule.isImmediate());
  }

  /** Takes up what is stored. */
  static RepositoryAlerts start(
      Pulse pulse, HealthTables tables, List<LiveRule> rules, Digests digests) {
    var alerts = new RepositoryAlerts(pulse, tables, rules);
    alerts.endUnwatched();
    alerts.incidents.start();
    alerts.judgeWaiting();
    digests.start();
    return alerts;
  }

  /** Ends the alerts of rules and of repositories that nobody has any more. */
  private void endUnwatched() {
    var names = rules.stream().map(LiveRule::name).toList();
    var listed = listed();
    var now = now();
    tables
        .alerts()
        .putAll(
            tables.alerts().open().stream()
                .filter(
                    row -> !names.contains(row.rule()) || !listed.contains(key(row.repository())))
                .map(row -> row.ended(now))
                .toList());
  }

  /** As precise as it is stored. */
  private Instant now() {
    return pulse.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void scanned(ScannedRepository scanned) {
    scanned(Looked.of(scanned));
  }

  void scanned(Looked scanned) {
    synchronized (lock) {
      var previous = scanned.previous(tables.repositories().judged(scanned.name()));
      var facts = AlertFacts.of(scanned, previous);
      learnt.put(key(scanned.name()), facts);
      var look = new Look(tables.alerts(), scanned.name(), now());
      var builds = built(look, scanned.now(), facts);
      var vulnerabilities = scanned.vulnerabilities();
      if (vulnerabilities != null) {
        vulnerable(look, vulnerabilities, scanned.name(), facts);
      }
      if (scanned.learnt()) {
        standing(look, scanned, previous, facts);
      }
      store(look, scanned.now(), builds, scanned.learnt() ? scanned.now().result() : null);
    }
  }

  private Set<String> listed() {
    return tables.repositories().listed().stream()
        .map(repository -> key(repository.name()))
        .collect(Collectors.toSet());
  }

  /**
   * Ends what is open of repositories that are not there: another process may have seen them leave,
   * and told nobody.
   */
  @Override
  public void ended(ScanReport report) {
    var listed = listed();
    tables.alerts().open().stream()
        .map(AlertRow::repository)
        .distinct()
        .filter(repository -> !listed.contains(key(repository)))
        .forEach(this::left);
  }

  /** What nobody watches any more has no alerts. */
  @Override
  public void left(String repository) {
    synchronized (lock) {
      learnt.remove(key(repository));
      var look = new Look(tables.alerts(), repository, now());
      look.endAll();
      tables.alerts().putAll(look.changed());
      tell(look, repository);
    }
  }

  /**
   * A build was reported, and is stored: its repository is looked at now. Of a repository that is
   * not scanned nobody is told.
   *
   * @param row the build
   */
  public void reported(BuildRow row) {
    judge(row.repository());
  }

  /**
   * Looks every few seconds for builds that no rule has seen: those that were reported to another
   * instance, or stored by a program that tells nobody.
   */
  public void watchBuilds() {
    pulse.add(
        Registration.check(BUILDS, context -> judgeWaiting())
            .title("Builds that no rule has seen yet")
            .schedule(Schedules.every(LOOK))
            .timeout(LONGEST_LOOK)
            .build());
  }

  private CheckResult judgeWaiting() {
    var waiting = tables.builds().waiting();
    waiting.forEach(this::judge);
    return CheckResult.pass("no build waits for the rules");
  }

  /** Judges the builds of a repository that no rule has seen. */
  private void judge(String name) {
    synchronized (lock) {
      tables.repositories().find(name).filter(RepositoryRow::listed).ifPresent(this::judge);
    }
  }

  private void judge(RepositoryRow repository) {
    var facts = learnt.get(key(repository.name()));
    var look = new Look(tables.alerts(), repository.name(), now());
    var builds = built(look, repository, facts == null ? AlertFacts.between(repository) : facts);
    store(look, repository, builds, null);
  }

  private static String key(String repository) {
    return repository.toLowerCase(Locale.ROOT);
  }

  private Unjudged built(Look look, RepositoryRow repository, Facts facts) {
    var builds = tables.builds().unjudged(repository.name(), repository.defaultBranch());
    builds.current().forEach(row -> built(look, row.build(), repository, facts));
    return builds;
  }

  private void built(Look look, Build build, RepositoryRow repository, Facts facts) {
    var branch = AlertFacts.branch(build, repository.defaultBranch());
    var all = facts.and(AlertFacts.of(build, repository.name(), repository.defaultBranch()));
    of(Scope.BUILD)
        .forEach(
            rule ->
                look.hear(
                    rule.name(),
                    AlertTexts.oneLine(branch),
                    opinion(rule, all, Level.HIGH, AlertTexts.of(build, branch))));
  }

  private void vulnerable(
      Look look, List<FollowedVulnerability> vulnerabilities, String repository, Facts facts) {
    for (LiveRule rule : of(Scope.VULNERABILITY)) {
      var opinions = new LinkedHashMap<String, Opinion>();
      for (FollowedVulnerability followed : vulnerabilities) {
        var vulnerability = followed.vulnerability();
        var opinion =
            opinion(
                rule,
                facts.and(AlertFacts.of(vulnerability, repository)),
                Level.of(vulnerability.severity()),
                AlertTexts.of(vulnerability));
        opinions.merge(AlertTexts.subject(vulnerability), opinion, Opinion::or);
      }
      opinions.forEach((subject, opinion) -> look.hear(rule.name(), subject, opinion));
      look.endOthers(rule.name(), opinions.keySet());
    }
  }

  private void standing(Look look, Looked scanned, Judged previous, Facts facts) {
    for (LiveRule rule : of(Scope.REPOSITORY)) {
      look.hear(
          rule.name(),
          AlertTexts.WHOLE,
          opinion(rule, facts, Level.MEDIUM, AlertTexts.of(rule.condition(), scanned, previous)));
      look.endOthers(rule.name(), Set.of(AlertTexts.WHOLE));
    }
  }

  private List<LiveRule> of(Scope scope) {
    return rules.stream().filter(rule -> rule.condition().scope() == scope).toList();
  }

  private Opinion opinion(LiveRule rule, Facts facts, Level level, String text) {
    var without = rule.condition().without(facts);
    if (!without.isEmpty() && warned.add(rule.name())) {
      log.warn("Rule {}: {} has no value", rule.name(), String.join(", ", without));
    }
    return new Opinion(rule.condition().judge(facts), level, text);
  }

  private void store(
      Look look, RepositoryRow repository, Unjudged builds, @Nullable ResultRow judged) {
    if (judged != null || !builds.isEmpty() || !look.changed().isEmpty()) {
      tables.judged(repository, builds, judged, look.changed(), now());
    }
    tell(look, repository.name());
  }

  private void tell(Look look, String repository) {
    if (!look.changed().isEmpty()) {
      incidents.changed(repository);
    }
  }
}
