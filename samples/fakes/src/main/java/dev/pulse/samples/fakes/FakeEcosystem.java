package dev.pulse.samples.fakes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Many repositories of one owner as they are found in life: most in order, some neglected, some in
 * trouble. What one has depends on its number only, so the same count makes the same repositories.
 */
public final class FakeEcosystem {
  private static final List<List<String>> BUILDS =
      List.of(
          List.of("success", "success", "success", "success", "success"),
          List.of("success", "failure", "success", "success"),
          List.of("failure", "failure", "success"),
          List.of("cancelled", "success", "skipped", "failure", "success"),
          List.of());

  private FakeEcosystem() {}

  /**
   * Fills a GitHub and the services beside it.
   *
   * @param clock by which what happened lately happened lately
   */
  public static void fill(FakeGitHub github, String owner, int repositories, InstantSource clock) {
    var old =
        advisory("GHSA-old0-0000-0001", "lodash", "high").alias("CVE-2026-0001").fixed("4.17.21");
    var bad = advisory("GHSA-bad0-0000-0002", "left-pad", "critical").alias("CVE-2026-0002");
    github.osv().advisory(old, "pkg:npm/lodash@4.17.20").advisory(bad, "pkg:npm/left-pad@1.2.0");
    github
        .depsDev()
        .versions("npm", "lodash", "4.17.20", "4.17.21")
        .versions("npm", "left-pad", "1.2.0", "1.3.0")
        .versions("npm", "@babel/core", "7.24.0");
    for (int i = 0; i < repositories; i++) {
      fill(github.repository(owner, name(i)), i, clock, old, bad);
    }
  }

  /** What the repository of a number is called: in the order of numbers. */
  public static String name(int number) {
    return String.format(Locale.ROOT, "service-%04d", number);
  }

  private static FakeAdvisory advisory(String id, String name, String severity) {
    return FakeAdvisory.of(id, "npm", name).severity(severity);
  }

  private static void fill(
      FakeGitHubRepository repository,
      int number,
      InstantSource clock,
      FakeAdvisory old,
      FakeAdvisory bad) {
    var now = clock.instant();
    repository
        .description("Service " + number)
        .lastCommit(now.minus(Duration.ofDays(List.of(1, 10, 45, 200, 500).get(number % 5))))
        .issues(List.of(20, 12, 3, 0).get(number % 4), now.minus(Duration.ofDays(5)))
        .builds(BUILDS.get(number % BUILDS.size()).toArray(String[]::new));
    if (number % 3 != 0) {
      repository.docs();
    }
    if (number % 11 == 7) {
      repository.withoutReadme();
    }
    if (number % 4 != 3) {
      repository.coverage(55 + number * 7 % 45);
    }
    if (number % 5 == 2) {
      repository.packages("pkg:npm/%40babel/core@7.24.0", "pkg:npm/lodash@4.17.20").alert(old);
    } else if (number % 13 == 6) {
      repository.packages("pkg:npm/left-pad@1.2.0").alert(bad);
    } else {
      repository.packages("pkg:npm/%40babel/core@7.24.0", "pkg:npm/lodash@4.17.21");
    }
    repository.workflow("ci.yml", "name: CI\non:\n  push:\n  workflow_dispatch:\njobs: {}\n");
  }

  /** A few repositories in trouble, each in its own way; needs at least eight repositories. */
  public static void trouble(FakeGitHub github, String owner) {
    at(github, owner, 0).dependabot(FakeGitHubRepository.Feature.OFF);
    at(github, owner, 1).sbom(FakeGitHubRepository.Feature.OFF);
    at(github, owner, 2)
        .dependabot(FakeGitHubRepository.Feature.FORBIDDEN)
        .codeScanning(FakeGitHubRepository.Feature.FORBIDDEN)
        .secretScanning(FakeGitHubRepository.Feature.FORBIDDEN);
    at(github, owner, 3).empty();
    at(github, owner, 4).withoutIssues();
    at(github, owner, 5).secretAlert("slack_incoming_webhook_url");
    github.answer("/repos/" + owner + "/" + name(6) + "/actions", HttpAnswer.text(502, "<html>"));
    github.answer("/repos/" + owner + "/" + name(7) + "/readme", HttpAnswer.cut());
  }

  private static FakeGitHubRepository at(FakeGitHub github, String owner, int number) {
    return github.repository(owner, name(number));
  }
}
