package dev.pulse.samples.repohealth.alert;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckContext;
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
import dev.pulse.samples.repohealth.store.HealthTables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The daily digests. Each is an incident of one registration, with the digest as its text, so that
 * it goes through the outbox like any alert; the run that finds that there is one closes it. The
 * pair of channel and day is stored first, and the text follows from the tables: what breaks off
 * after that is made up for by the next run. Confine to the runs of the registration.
 */
final class Digests {
  /** The name of the registration. */
  static final String NAME = "repo-health.digest";

  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Reason SENDING = Reason.of("digest");
  private static final int MOST_LINES = 20;
  private static final Comparator<AlertRow> OLDEST_FIRST =
      Comparator.comparing(AlertRow::openedAt)
          .thenComparing(AlertRow::repository)
          .thenComparing(AlertRow::rule)
          .thenComparing(AlertRow::subject);

  private final Pulse pulse;
  private final HealthTables tables;
  private final List<LiveRule> rules;
  private final List<String> channels;
  private final LocalTime time;

  /**
   * Digests.
   *
   * @param channels those that get one
   * @param time when, in UTC
   */
  Digests(
      Pulse pulse,
      HealthTables tables,
      List<LiveRule> rules,
      List<String> channels,
      LocalTime time) {
    this.pulse = pulse;
    this.tables = tables;
    this.rules = rules;
    this.channels = channels;
    this.time = time;
  }

  /** Has a digest sent that is due already, and the others when their time has come. */
  void start() {
    if (channels.isEmpty()) {
      return;
    }
    pulse.add(
        Registration.check(NAME, this::run)
            .title("Daily digest of repository health")
            .target(
                Target.of(
                    "repository health", Labels.of(AlertLabels.SYSTEM, AlertLabels.REPO_HEALTH)))
            .schedule(Schedules.daily(time, ZoneOffset.UTC))
            .whileFailing(AGAIN)
            .timeout(AGAIN)
            .rule(AlertRule.whenFinding().named("daily_digest").severity(Severity.INFO))
            .build());
    var unused = pulse.runNow(NAME);
  }

  private CheckResult run(CheckContext context) {
    var now = context.clock().instant();
    var findings = new ArrayList<Finding>();
    for (String channel : channels) {
      due(channel, now).ifPresent(findings::add);
    }
    return findings.isEmpty()
        ? CheckResult.pass("No digest is due")
        : CheckResult.fail(SENDING, findings.size() + " digests are sent").withFindings(findings);
  }

  /** The digest of today, unless it is too early, or sent, or there is nothing to tell. */
  private Optional<Finding> due(String channel, Instant now) {
    var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (now.isBefore(today.atTime(time).toInstant(ZoneOffset.UTC))) {
      return Optional.empty();
    }
    boolean unused = tables.digests().claim(channel, today, now);
    // Whoever has claimed it: what it is about lies between the last two claims.
    var claims = tables.digests().newest(channel, 2);
    long after = claims.size() < 2 ? 0 : claims.get(1);
    var rows =
        tables.alerts().openedBetween(after, claims.get(0)).stream()
            .filter(row -> isInDigestOf(channel, row))
            .sorted(OLDEST_FIRST)
            .toList();
    return rows.isEmpty() || isTold(channel, today)
        ? Optional.empty()
        : Optional.of(finding(channel, today, rows));
  }

  private boolean isInDigestOf(String channel, AlertRow row) {
    return rules.stream()
        .anyMatch(rule -> rule.name().equals(row.rule()) && rule.isInDigestOf(channel));
  }

  private boolean isTold(String channel, LocalDate day) {
    var labels = labels(channel, day).asMap().entrySet();
    return pulse.incidents().list(IncidentQuery.of(NAME).limit(1_000)).items().stream()
        .anyMatch(incident -> incident.labels().asMap().entrySet().containsAll(labels));
  }

  private static Labels labels(String channel, LocalDate day) {
    return Labels.of(AlertLabels.DIGEST, channel, AlertLabels.DAY, day.toString());
  }

  private Finding finding(String channel, LocalDate day, List<AlertRow> rows) {
    var worst =
        rows.stream()
            .map(row -> Level.of(row.severity()))
            .min(Comparator.naturalOrder())
            .orElse(Level.MEDIUM);
    return Finding.of(channel + ":" + day, Status.FAIL, text(rows))
        .withLabels(labels(channel, day).with(AlertLabels.LEVEL, worst.word()));
  }

  private String text(List<AlertRow> rows) {
    var counts = rows.stream().collect(groupingBy(AlertRow::rule, counting()));
    var lines = new ArrayList<String>();
    for (LiveRule rule : rules) {
      var count = counts.get(rule.name());
      if (count != null) {
        lines.add(rule.name() + ": " + count);
      }
    }
    rows.stream()
        .limit(MOST_LINES)
        .map(row -> AlertTexts.oneLine(row.repository() + ": " + row.text()))
        .forEach(lines::add);
    if (rows.size() > MOST_LINES) {
      lines.add("and " + (rows.size() - MOST_LINES) + " more");
    }
    return String.join("\n", lines);
  }
}
