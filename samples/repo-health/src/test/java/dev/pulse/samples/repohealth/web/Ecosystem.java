package dev.pulse.samples.repohealth.web;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.config.Upstreams;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A GitHub with the services beside it, and a scanner that stores what it reads there. */
final class Ecosystem implements AutoCloseable {
  final FakeGitHub github;

  private final Scanner scanner;

  Ecosystem(WebRig rig) {
    github = FakeGitHub.builder().clock(rig.clock).start();
    var upstreams =
        new Upstreams(
            github.api(),
            Optional.of(Secret.of(FakeGitHub.TOKEN)),
            github.codecov().uri(),
            Optional.empty(),
            github.osv().uri(),
            github.depsDev().uri(),
            Duration.ofSeconds(20),
            0,
            Duration.ZERO);
    var settings =
        new ScanSettings(
            Duration.ofHours(1),
            4,
            false,
            false,
            true,
            false,
            Duration.ofDays(1),
            Duration.ofDays(365));
    var services =
        Services.builder(upstreams)
            .clock(rig.clock)
            .observer(rig.metrics)
            .retryAfter(List.of())
            .build();
    scanner = Scanner.of(services, rig.tables, settings, rig.clock);
    scanner.addListener(rig.metrics);
  }

  FakeGitHubRepository repository(String name) {
    return github.repository(WebRig.ORG, name);
  }

  /** The example of the guide: 80, 87.5, 45 packages with 2 outdated, 100, 100, 100. */
  void example(WebRig rig, String name) {
    var ends = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      ends.add(i < 8 ? "success" : "failure");
    }
    var packages = new ArrayList<String>();
    for (int i = 0; i < 45; i++) {
      packages.add("pkg:npm/package-" + i + "@1.0.0");
      var versions = i < 2 ? new String[] {"1.0.0", "2.0.0"} : new String[] {"1.0.0"};
      github.depsDev().versions("npm", "package-" + i, versions);
    }
    repository(name)
        .builds(ends.toArray(String[]::new))
        .coverage(87.5)
        .docs()
        .packages(packages)
        .lastCommit(rig.clock.instant().minus(Duration.ofHours(268)))
        .issues(12, rig.clock.instant().minus(Duration.ofDays(5)));
  }

  /** Scans all repositories. */
  ScanReport scan() {
    try {
      return scanner.scan();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    github.close();
  }
}
