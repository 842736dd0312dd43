package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.AlertTable;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents of Pulse that follow from the alerts: one registration for each repository that has
 * or had one, whose runs say which are open. A start says it again, so that what breaks off between
 * the alert and its incident is made up for, and nothing is told twice. Thread-safe.
 */
final class RepositoryIncidents {
  private static final Logger log = LoggerFactory.getLogger(RepositoryIncidents.class);

  private static final String PREFIX = "repo-health.alerts.";
  private static final Reason OPEN = Reason.of("alerts_open");
  private static final int MOST_INCIDENTS = 10_000;

  private final Pulse pulse;
  private final AlertTable alerts;
  private final Predicate<AlertRow> isTold;

  /**
   * Incidents.
   *
   * @param isTold whether somebody hears of an alert as soon as it opens; what nobody hears of is
   *     no incident
   */
  RepositoryIncidents(Pulse pulse, AlertTable alerts, Predicate<AlertRow> isTold) {
    this.pulse = pulse;
    this.alerts = alerts;
    this.isTold = isTold;
  }

  /** Takes up all repositories with open alerts, and those whose incidents must end. */
  void start() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    alerts.open().forEach(row -> names.add(row.repository()));
    pulse
        .incidents()
        .list(IncidentQuery.all().prefix(PREFIX).open(true).limit(MOST_INCIDENTS))
        .items()
        .forEach(incident -> names.add(incident.check().substring(PREFIX.length())));
    pulse.addAll(names.stream().map(this::registration).toList());
  }

  private Registration registration(String repository) {
    return Registration.check(name(repository), context -> result(repository))
        .title("Alerts of " + repository)
        .target(Target.of(repository, Labels.of(AlertLabels.SYSTEM, AlertLabels.REPO_HEALTH)))
        // Changes are told by hand.
        .schedule(Schedules.every(Duration.ofDays(1)))
        .timeout(Duration.ofSeconds(30))
        .rule(rule(Severity.CRITICAL, "finding.labels.level == 'critical'"))
        .rule(
            rule(
                Severity.WARNING,
                "finding.labels.level == 'high' or finding.labels.level == 'medium'"))
        .rule(rule(Severity.INFO, "finding.labels.level == 'low'"))
        .build();
  }

  private static AlertRule rule(Severity severity, String levels) {
    return AlertRule.when("finding.status == 'fail' and (" + levels + ")")
        .named("repository_" + severity.name().toLowerCase(Locale.ROOT))
        .severity(severity);
  }

  /** GitHub tells repositories apart without regard to case. */
  private static String name(String repository) {
    return PREFIX + repository.toLowerCase(Locale.ROOT);
  }

  /** Has told what is stored of a repository by now. */
  void changed(String repository) {
    try {
      if (pulse.check(name(repository)).isEmpty()) {
        pulse.add(registration(repository));
      }
      tell(name(repository), 1);
    } catch (IllegalStateException e) {
      log.info("Pulse is closing: the alerts of {} are told after the next start", repository);
    }
  }

  /** Runs once more when the run under way may have read what was stored before. */
  private void tell(String registration, int more) {
    var stored = pulse.clock().instant();
    var unused =
        pulse
            .runNow(registration)
            .thenAccept(
                outcome -> {
                  if (more > 0 && outcome.started().isBefore(stored)) {
                    tell(registration, more - 1);
                  }
                });
  }

  private CheckResult result(String repository) {
    var open = alerts.of(repository).stream().filter(AlertRow::isOpen).toList();
    if (open.isEmpty()) {
      return CheckResult.pass("No alerts");
    }
    var text = open.size() == 1 ? "1 alert is open" : open.size() + " alerts are open";
    var findings = open.stream().map(this::finding).toList();
    boolean told = open.stream().anyMatch(isTold);
    return (told ? CheckResult.fail(OPEN, text) : CheckResult.warn(OPEN, text))
        .withFindings(findings);
  }

  private Finding finding(AlertRow row) {
    return Finding.of(
            // What has ended and come back since the last run is another one.
            row.rule() + ":" + row.subject() + " since " + row.openedAt(),
            isTold.test(row) ? Status.FAIL : Status.WARN,
            row.text())
        .withLabels(AlertLabels.of(row));
  }
}
