package dev.pulse.samples.repohealth.scan;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.config.Upstreams;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A GitHub with the services beside it, tables, and a scanner between them, by a clock by hand. */
final class ScanRig implements AutoCloseable {
  static final String ORG = "acme";
  static final ScanSettings SETTINGS =
      new ScanSettings(
          Duration.ofHours(1),
          1,
          false,
          false,
          true,
          false,
          Duration.ofDays(1),
          Duration.ofDays(365));

  final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  final FakeGitHub github = FakeGitHub.builder().clock(clock).start();
  final List<String> news = Collections.synchronizedList(new ArrayList<>());
  final List<ScannedRepository> scanned = Collections.synchronizedList(new ArrayList<>());
  private final DatabaseUrl database;
  ScanSettings settings = SETTINGS;
  Optional<Secret> token = Optional.of(Secret.of(FakeGitHub.TOKEN));
  HealthTables tables;
  Services services;
  Scanner scanner;

  ScanRig(DatabaseUrl database) {
    this.database = database;
    this.tables = HealthTables.open(database, ORG, clock);
    this.services = services();
    this.scanner = scanner();
  }

  /** As after a restart of the process, with what is set by now. */
  void restart() {
    tables.close();
    tables = HealthTables.open(database, ORG, clock);
    services = services();
    scanner = scanner();
  }

  private Services services() {
    return Services.builder(upstreams())
        .cache(tables.cache())
        .clock(clock)
        .retryAfter(List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .build();
  }

  Upstreams upstreams() {
    return new Upstreams(
        github.api(),
        token,
        github.codecov().uri(),
        Optional.empty(),
        github.osv().uri(),
        github.depsDev().uri(),
        Duration.ofSeconds(30),
        100,
        Duration.ofHours(1));
  }

  private Scanner scanner() {
    var made = Scanner.of(services, tables, settings, clock);
    made.addListener(
        new ScanListener() {
          @Override
          public void scanned(ScannedRepository repository) {
            scanned.add(repository);
            news.add("scanned " + repository.name());
          }

          @Override
          public void left(String repository) {
            news.add("left " + repository);
          }

          @Override
          public void warned(String text) {
            news.add(text);
          }

          @Override
          public void ended(ScanReport report) {
            news.add("ended " + report.status().word());
          }
        });
    return made;
  }

  Overview overview() {
    return Overviews.of(tables, clock, settings.staleAfter()).now();
  }

  FakeGitHubRepository repository(String name) {
    return github.repository(ORG, name);
  }

  /** The repository of the guide: 80, 87.5, 45 packages of which 2 are outdated, 100, 100, 100. */
  FakeGitHubRepository example(String name) {
    IntStream.rangeClosed(3, 45)
        .forEach(i -> github.depsDev().versions("npm", "part-" + i, "1.0.0"));
    github
        .depsDev()
        .versions("npm", "part-1", "1.0.0", "1.1.0")
        .versions("npm", "part-2", "1.0.0", "2.0.0");
    return repository(name)
        .builds(
            "success", "failure", "success", "success", "success", "failure", "success", "success",
            "success", "success")
        .coverage(87.5)
        .docs()
        .lastCommit(clock.instant().minus(Duration.ofDays(3)))
        .issues(12, clock.instant().minus(Duration.ofDays(1)))
        .packages(
            IntStream.rangeClosed(1, 45).mapToObj(i -> "pkg:npm/part-" + i + "@1.0.0").toList());
  }

  @Override
  public void close() {
    tables.close();
    github.close();
  }
}
