package dev.pulse.github;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Facts for the tests of the model. */
final class FactsFixture {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final RepositoryName REPOSITORY = RepositoryName.of("octo-org", "octo-repo");

  private FactsFixture() {}

  static RepositoryFacts.Builder unknown() {
    return RepositoryFacts.builder(REPOSITORY, "main", NOW);
  }

  /** The example of the guide: 80, 87.5, 45 packages with 2 outdated, 100, 100, 100. */
  static RepositoryFacts.Builder example() {
    return unknown()
        .builds(known(builds(8, 2)))
        .coverage(known(new BigDecimal("87.5")))
        .dependencies(known(dependencies(45)))
        .outdated(known(dependencies(2)))
        .reports(VulnerabilitySource.DEPENDABOT, known(List.of()))
        .reports(VulnerabilitySource.OSV, known(List.of()))
        .readme(known(true))
        .docs(known(true))
        .newestCommit(daysOld(3))
        .issues(known(12))
        .codeScanning(known(0))
        .secretScanning(known(0));
  }

  static <T> Fact<T> known(T value) {
    return Fact.known(value, "a test", NOW);
  }

  static <T> Fact<T> unavailable(String because) {
    return Fact.unavailable(because, "a test", NOW);
  }

  static Fact<NewestCommit> daysOld(long days) {
    return known(NewestCommit.at(NOW.minus(Duration.ofDays(days))));
  }

  static Builds builds(int succeeded, int failed) {
    var all = new ArrayList<Build>();
    for (int i = 0; i < succeeded + failed; i++) {
      all.add(build(i + 1, i < succeeded ? BuildState.SUCCESS : BuildState.FAILURE));
    }
    return Builds.of(all);
  }

  /** The higher the number, the later it ended. */
  static Build build(int number, BuildState state) {
    return Build.builder(number, state, NOW.minus(Duration.ofDays(30)).plusSeconds(number)).build();
  }

  static List<Dependency> dependencies(int count) {
    var all = new ArrayList<Dependency>();
    for (int i = 0; i < count; i++) {
      all.add(dependency("pkg:npm/package-" + i + "@1.0." + i));
    }
    return all;
  }

  static Dependency dependency(String purl) {
    return Dependency.of(PackageUrl.parse(purl).orElseThrow(), null);
  }

  static VulnerabilityReport report(
      VulnerabilitySource source, String name, VulnerabilitySeverity severity, String... ids) {
    return new VulnerabilityReport(
        source,
        new PackageName("npm", name),
        Set.of(ids),
        severity,
        List.of(),
        "about " + name,
        "",
        "");
  }

  /** So many different vulnerabilities of one severity. */
  static List<VulnerabilityReport> reports(VulnerabilitySeverity severity, int count) {
    var all = new ArrayList<VulnerabilityReport>();
    for (int i = 0; i < count; i++) {
      all.add(
          report(
              VulnerabilitySource.DEPENDABOT,
              "package-" + i,
              severity,
              "GHSA-" + severity.word() + "-" + i));
    }
    return all;
  }
}
