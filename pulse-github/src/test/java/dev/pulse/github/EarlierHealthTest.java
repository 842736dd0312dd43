package dev.pulse.github;

import static dev.pulse.github.FactsFixture.build;
import static dev.pulse.github.FactsFixture.builds;
import static dev.pulse.github.FactsFixture.example;
import static dev.pulse.github.FactsFixture.known;
import static dev.pulse.github.FactsFixture.reports;
import static dev.pulse.github.FactsFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.testkit.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EarlierHealthTest {
  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");

  @Test
  void aChangeSinceWhatWasStoredSaysTheSame() {
    var before = HealthModel.standard().grade(example().build());
    var now =
        HealthModel.standard()
            .grade(
                example()
                    .coverage(known(new BigDecimal("84")))
                    .outdated(known(FactsFixture.dependencies(5)))
                    .reports(
                        VulnerabilitySource.DEPENDABOT,
                        known(reports(VulnerabilitySeverity.HIGH, 2)))
                    .build());
    var stored =
        EarlierHealth.of(
            before.score(),
            before.facts().readableSources(),
            before.facts().vulnerabilities(),
            OptionalInt.of(2));

    assertThat(now.changeSince(stored).orElseThrow())
        .hasToString(now.changeSince(before).orElseThrow().toString());
    assertThat(now.changeSince(stored).orElseThrow().toString())
        .contains("2 new high vulnerabilities", "outdated packages 2 → 5", "coverage 87.5 → 84");
  }

  @Test
  void whatOtherSourcesToldIsNoNews() {
    var now = HealthModel.standard().grade(example().build());
    var stored =
        EarlierHealth.of(
            HealthModel.standard()
                .grade(
                    example()
                        .reports(
                            VulnerabilitySource.OSV, known(reports(VulnerabilitySeverity.HIGH, 1)))
                        .build())
                .score(),
            List.of(VulnerabilitySource.OSV),
            List.of(),
            OptionalInt.empty());

    assertThat(now.changeSince(stored).orElseThrow().toString())
        .contains("dependencies 87.8 → 97.8")
        .doesNotContain("closed", "outdated");
  }

  @Test
  void reportsCountBesideWhatGitHubTold() {
    var facts = example().builds(known(builds(1, 0))).build();

    var reported = facts.withReported(List.of(build(9, BuildState.FAILURE)));

    assertThat(reported.builds().value().orElseThrow().status()).isEqualTo(BuildStatus.FAILING);
    assertThat(HealthModel.standard().grade(reported).score().factors().get(0).points())
        .hasValue(50);
    assertThat(reported.coverage()).isEqualTo(facts.coverage());
    assertThat(reported.vulnerabilities()).isEqualTo(facts.vulnerabilities());
  }

  @Test
  void reportsAloneDoNotMakeBuildsKnown() {
    var facts = example().builds(unavailable("403")).build();

    assertThat(facts.withReported(List.of(build(1, BuildState.SUCCESS))).builds().isKnown())
        .isFalse();
  }

  @Test
  void timeIsToldByTheGivenClock() {
    var github = GitHubConnection.builder().clock(clock).build();

    clock.move(Duration.ofDays(1));

    assertThat(github.clock().instant()).isEqualTo(clock.instant());
    assertThat(CodecovClient.builder().clock(clock).http().now()).isEqualTo(clock.instant());
  }
}
