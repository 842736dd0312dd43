package dev.pulse.samples.repohealth.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Score;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.Vulnerability;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.BuildSource;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alerts on a clock that is moved by hand, with Pulse and the tables in one SQLite file, and
 * with whatever receivers a test has. Only the scans are made up.
 */
final class AlertRig implements AutoCloseable {
  static final String SHOP = "shop";

  final ManualClock clock = ManualClock.at("2026-03-01T06:00:00Z");
  final Map<String, String> environment = new HashMap<>();

  /** What was counted, as {@code slack true}. */
  final List<String> counted = new ArrayList<>();

  private final Path directory;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final Map<String, RepositoryRow> rows = new HashMap<>();
  private ManualScheduler scheduler = new ManualScheduler(clock);
  private @Nullable Pulse pulse;
  private @Nullable HealthTables tables;
  private @Nullable RepositoryAlerts alerts;
  private int runs;

  AlertRig(Path directory) {
    this.directory = directory;
    environment.put("PULSE_ORG", "acme");
  }

  /** With all channels but mail. */
  static AlertRig with(Path directory, Receivers receivers) {
    var rig = new AlertRig(directory);
    rig.environment.put("SLACK_WEBHOOK_URL", receivers.url(Receivers.SLACK));
    rig.environment.put("DISCORD_WEBHOOK_URL", receivers.url(Receivers.DISCORD));
    rig.environment.put("PAGERDUTY_ROUTING_KEY", "pager-secret");
    rig.environment.put("PAGERDUTY_API_URL", receivers.url(""));
    return rig;
  }

  /** With a file of rules, in YAML. */
  AlertRig rules(String yaml) throws Exception {
    var file = directory.resolve("rules.yaml");
    Files.writeString(file, yaml);
    environment.put("PULSE_CONFIG", file.toString());
    return this;
  }

  AlertRig rule(String name, String condition, String channels, String frequency) throws Exception {
    return rules(
        """
        ALERT_RULES:
          - name: %s
            condition: "%s"
            channels: [%s]
            frequency: %s
        """
            .formatted(name, condition, channels, frequency));
  }

  AlertRig start() {
    var settings = RepoHealthSettings.from(environment);
    var file = directory.resolve("pulse.db");
    var made =
        RepoHealthAlerts.of(settings, new PrintStream(console, true, StandardCharsets.UTF_8));
    made.countTo((channel, delivered) -> counted.add(channel + " " + delivered));
    scheduler = new ManualScheduler(clock);
    var builder =
        Pulse.builder()
            .store(Stores.sqlite(file))
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .random(new Random(1))
            .startSpread(Duration.ZERO);
    made.route().ifPresent(builder::route);
    pulse = builder.start();
    tables = HealthTables.open(new DatabaseUrl.Sqlite(file), "acme", clock);
    alerts = made.attach(pulse, tables);
    return settled();
  }

  AlertRig restart() {
    close();
    return start();
  }

  /** Lets time pass, second by second where something is due. */
  AlertRig pass(Duration time) {
    scheduler.advance(time);
    return this;
  }

  /** Lets Pulse store what it knows, and send what it has to say. */
  AlertRig settled() {
    return pass(Duration.ofSeconds(2));
  }

  Pulse pulse() {
    return requireNonNull(pulse);
  }

  HealthTables tables() {
    return requireNonNull(tables);
  }

  RepositoryAlerts alerts() {
    return requireNonNull(alerts);
  }

  /** How many incidents are open. */
  int openIncidents() {
    return pulse().incidents().list(IncidentQuery.all().open(true)).items().size();
  }

  String console() {
    return console.toString(StandardCharsets.UTF_8);
  }

  // --- scans

  static RepositoryRow row(String name, @Nullable Integer score, @Nullable String coverage) {
    return row(name, "trunk", score, coverage, score, coverage);
  }

  private static RepositoryRow row(
      String name,
      String defaultBranch,
      @Nullable Integer score,
      @Nullable String coverage,
      @Nullable Integer lastScore,
      @Nullable String lastCoverage) {
    var result =
        new ResultRow(
            1,
            Instant.EPOCH,
            score == null
                ? Score.inconclusive(Reason.NO_DATA, "nothing is known")
                : Score.of(score),
            List.of(),
            coverage == null ? null : new BigDecimal(coverage),
            null,
            null,
            null,
            null,
            Set.of(),
            List.of(),
            null);
    return new RepositoryRow(
        name,
        defaultBranch,
        false,
        false,
        false,
        true,
        result,
        BuildStatus.UNKNOWN,
        null,
        lastScore,
        lastCoverage == null ? null : new BigDecimal(lastCoverage),
        null);
  }

  /** A scan that finds these vulnerabilities open in the repository. */
  AlertRig finds(Vulnerability... open) {
    return looked(row(SHOP, 80, null), List.of(open), List.of());
  }

  /** A scan that finds this coverage. */
  AlertRig covers(String name, @Nullable String coverage) {
    var before = rows.get(name);
    var last =
        coverage != null || before == null || before.lastCoverage() == null
            ? coverage
            : before.lastCoverage().toPlainString();
    return looked(row(name, "trunk", 80, coverage, 80, last), List.of(), List.of());
  }

  /** A scan that finds these builds, the oldest first. */
  AlertRig builds(Build... builds) {
    return looked(row(SHOP, 80, null), List.of(), List.of(builds));
  }

  /** A scan that could not ask GitHub about the repository. */
  AlertRig cannotRead() {
    var before = rows.get(SHOP);
    alerts()
        .scanned(new Looked(before == null ? row(SHOP, null, null) : before, before, false, null));
    return this;
  }

  private AlertRig looked(RepositoryRow row, List<Vulnerability> open, List<Build> builds) {
    var followed =
        open.stream()
            .map(
                one ->
                    FollowedVulnerability.of(
                        one,
                        Set.of(VulnerabilitySource.DEPENDABOT),
                        clock.instant(),
                        clock.instant()))
            .toList();
    tables().keepFailure(row, clock.instant());
    builds.forEach(one -> store(row.name(), one));
    alerts().scanned(new Looked(row, rows.put(row.name(), row), true, followed));
    return settled();
  }

  /** A build that is stored, as by another instance: nobody tells the alerts. */
  BuildRow store(String repository, Build build) {
    var row = new BuildRow(repository, build, BuildSource.REPORT);
    tables().builds().report(row);
    return row;
  }

  /** A report of a build that arrives here. */
  void report(String repository, Build build) {
    alerts().reported(store(repository, build));
  }

  static Vulnerability vulnerability(VulnerabilitySeverity severity, String id) {
    return vulnerability(severity, id, "it is <bad> & ugly");
  }

  static Vulnerability vulnerability(
      VulnerabilitySeverity severity, String id, String description) {
    return Vulnerability.builder("npm", "lib", id, severity, VulnerabilitySource.DEPENDABOT)
        .description(description)
        .build();
  }

  Build build(BuildState state, String branch) {
    return Build.builder(++runs, state, clock.instant()).branch(branch).build();
  }

  @Override
  public void close() {
    pulse().close();
    tables().close();
  }
}
