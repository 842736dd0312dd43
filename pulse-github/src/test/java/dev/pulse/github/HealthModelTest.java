package dev.pulse.github;

import static dev.pulse.github.FactsFixture.NOW;
import static dev.pulse.github.FactsFixture.builds;
import static dev.pulse.github.FactsFixture.daysOld;
import static dev.pulse.github.FactsFixture.dependencies;
import static dev.pulse.github.FactsFixture.example;
import static dev.pulse.github.FactsFixture.known;
import static dev.pulse.github.FactsFixture.reports;
import static dev.pulse.github.FactsFixture.unavailable;
import static dev.pulse.github.FactsFixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.score.Factor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthModelTest {
  private static RepositoryHealth grade(RepositoryFacts.Builder facts) {
    return HealthModel.standard().grade(facts.build());
  }

  private static double points(RepositoryHealth health, HealthFactor factor) {
    return factor(health, factor).points().orElse(Double.NaN);
  }

  private static Factor factor(RepositoryHealth health, HealthFactor factor) {
    return health.score().factors().stream()
        .filter(one -> one.name().equals(factor.word()))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  @DisplayName("10.1: scores")
  class Scores {
    @Test
    void theExampleOfTheGuideIs92() {
      var health = grade(example());

      assertThat(health.score().value()).hasValue(92.055556);
      assertThat(health.score().rounded()).hasValue(92);
      assertThat(health.status()).isEqualTo(HealthStatus.HEALTHY);
      assertThat(health.missing()).isEmpty();
      assertThat(points(health, HealthFactor.DEPENDENCIES)).isCloseTo(97.7778, within(0.0001));
      assertThat(health).hasToString("octo-org/octo-repo: 92 (healthy)");
    }

    @Test
    void withoutCoverageTheRestCountsMore() {
      var health = grade(example().coverage(unavailable("Codecov answered 404")));

      assertThat(health.score().value().orElseThrow()).isCloseTo(93.1944, within(0.0001));
      assertThat(health.score().rounded()).hasValue(93);
      assertThat(health.missing()).containsExactly(HealthFactor.COVERAGE);
      assertThat(factor(health, HealthFactor.COVERAGE).evidence()).contains("Codecov answered 404");
      assertThat(health).hasToString("octo-org/octo-repo: 93 (healthy), missing: coverage");
    }

    @Test
    void aWeakRepositoryIs54AndAWarning() {
      var health =
          grade(
              example()
                  .builds(known(builds(5, 5)))
                  .coverage(known(new BigDecimal("40")))
                  .dependencies(known(dependencies(10)))
                  .outdated(known(dependencies(5)))
                  .reports(
                      VulnerabilitySource.DEPENDABOT, known(reports(VulnerabilitySeverity.HIGH, 1)))
                  .docs(known(false))
                  .newestCommit(daysOld(365))
                  .issues(known(0)));

      assertThat(points(health, HealthFactor.DEPENDENCIES)).isEqualTo(65);
      assertThat(points(health, HealthFactor.ACTIVITY)).isEqualTo(25);
      assertThat(health.score().value()).hasValue(53.5);
      assertThat(health.score().rounded()).hasValue(54);
      assertThat(health.status()).isEqualTo(HealthStatus.WARNING);
    }

    @Test
    void nothingKnownIsNoScore() {
      var health = grade(unknown());

      assertThat(health.score().value()).isEmpty();
      assertThat(health.status()).isEqualTo(HealthStatus.UNKNOWN);
      assertThat(health.missing()).containsExactly(HealthFactor.values());
      assertThat(health.toString()).startsWith("octo-org/octo-repo: - (unknown), missing: build, ");
    }

    @Test
    void allZeroIsCriticalAndNotUnknown() {
      var health =
          grade(
              unknown()
                  .builds(known(builds(0, 10)))
                  .coverage(known(BigDecimal.ZERO))
                  .dependencies(known(dependencies(3)))
                  .outdated(known(dependencies(3)))
                  .reports(
                      VulnerabilitySource.DEPENDABOT,
                      known(reports(VulnerabilitySeverity.CRITICAL, 3)))
                  .readme(known(false))
                  .docs(known(false))
                  .newestCommit(known(NewestCommit.none()))
                  .issues(known(0)));

      assertThat(health.score().rounded()).hasValue(0);
      assertThat(health.status()).isEqualTo(HealthStatus.CRITICAL);
    }

    @Test
    void allFullIs100() {
      var health =
          grade(
              example()
                  .builds(known(builds(10, 0)))
                  .coverage(known(new BigDecimal("100")))
                  .outdated(known(List.of())));

      assertThat(health.score().rounded()).hasValue(100);
      assertThat(health.advice()).isEmpty();
    }
  }

  @Nested
  @DisplayName("10.2: factors")
  class Factors {
    @ParameterizedTest(name = "{0} critical, {1} high, {2} medium, {3} low, {4} unknown cost {5}")
    @CsvSource({"1,0,0,0,0,40", "0,2,3,4,0,59", "3,0,0,0,0,100", "0,0,0,0,2,10"})
    void vulnerabilitiesCost(int c, int h, int m, int l, int u, int severity) {
      var all = new ArrayList<VulnerabilityReport>();
      all.addAll(reports(VulnerabilitySeverity.CRITICAL, c));
      all.addAll(reports(VulnerabilitySeverity.HIGH, h));
      all.addAll(reports(VulnerabilitySeverity.MEDIUM, m));
      all.addAll(reports(VulnerabilitySeverity.LOW, l));
      all.addAll(reports(VulnerabilitySeverity.UNKNOWN, u));

      var health = grade(unknown().reports(VulnerabilitySource.DEPENDABOT, known(all)));

      assertThat(points(health, HealthFactor.DEPENDENCIES)).isEqualTo(100.0 - severity);
    }

    @Test
    void tenPackagesWithTwoHighAndThreeMediumAre72AndAHalf() {
      var reports =
          Stream.concat(
                  reports(VulnerabilitySeverity.HIGH, 2).stream(),
                  reports(VulnerabilitySeverity.MEDIUM, 3).stream())
              .toList();

      var health =
          grade(
              unknown()
                  .dependencies(known(dependencies(10)))
                  .outdated(known(List.of()))
                  .reports(VulnerabilitySource.OSV, known(reports)));

      assertThat(points(health, HealthFactor.DEPENDENCIES)).isEqualTo(72.5);
    }

    @Test
    void noPackagesAndNoVulnerabilitiesAre100() {
      var health =
          grade(
              unknown()
                  .dependencies(known(List.of()))
                  .outdated(known(List.of()))
                  .reports(VulnerabilitySource.OSV, known(List.of())));

      assertThat(points(health, HealthFactor.DEPENDENCIES)).isEqualTo(100);
    }

    @Test
    void oneReadableHalfOfTheDependenciesCountsTwice() {
      var health =
          grade(unknown().dependencies(known(dependencies(10))).outdated(known(dependencies(5))));

      assertThat(points(health, HealthFactor.DEPENDENCIES)).isEqualTo(50);
      assertThat(factor(health, HealthFactor.DEPENDENCIES).evidence())
          .isEqualTo(
              "10 packages, 5 outdated; this half counts alone: dependabot: nobody asked for it;"
                  + " osv: nobody asked for it");
    }

    @ParameterizedTest(name = "{0} days, {1} issues: {2}")
    @CsvSource({
      "30,12,100",
      "31,12,87.5",
      "90,0,37.5",
      "91,0,25",
      "365,0,25",
      "366,0,0",
      "0,6,75",
      "1,40,100"
    })
    void activityIsTheMeanOfRecencyAndIssues(long days, int issues, double points) {
      var health = grade(unknown().newestCommit(daysOld(days)).issues(known(issues)));

      assertThat(points(health, HealthFactor.ACTIVITY)).isEqualTo(points);
    }

    @Test
    void aSecondMoreThanThirtyDaysIsNotFresh() {
      var commit = NewestCommit.at(NOW.minus(Duration.ofDays(30)).minusSeconds(1));

      var health = grade(unknown().newestCommit(known(commit)));

      assertThat(points(health, HealthFactor.ACTIVITY)).isEqualTo(75);
    }

    @Test
    void withoutIssuesRecencyCountsAlone() {
      var health = grade(unknown().newestCommit(daysOld(1)).issues(unavailable("switched off")));

      assertThat(points(health, HealthFactor.ACTIVITY)).isEqualTo(100);
      assertThat(factor(health, HealthFactor.ACTIVITY).evidence()).contains("switched off");
    }

    @Test
    void anEmptyRepositoryHasNoRecency() {
      var health = grade(unknown().newestCommit(known(NewestCommit.none())).issues(known(12)));

      assertThat(points(health, HealthFactor.ACTIVITY)).isEqualTo(50);
    }

    @Test
    void issuesWithoutCommitsAreMissing() {
      var health = grade(unknown().issues(known(12)));

      assertThat(health.missing()).contains(HealthFactor.ACTIVITY);
    }

    @ParameterizedTest(name = "README {0}, docs {1}: {2}")
    @CsvSource({"false,false,0", "true,false,50", "false,true,50", "true,true,100"})
    void documentationIsReadmeAndDocs(boolean readme, boolean docs, double points) {
      var health = grade(unknown().readme(known(readme)).docs(known(docs)));

      assertThat(points(health, HealthFactor.DOCUMENTATION)).isEqualTo(points);
    }

    @Test
    void halfOfTheDocumentationIsMissing() {
      var health = grade(unknown().readme(known(true)).docs(unavailable("403")));

      assertThat(health.missing()).contains(HealthFactor.DOCUMENTATION);
    }

    @Test
    void buildsAreTheShareOfSuccesses() {
      assertThat(points(grade(unknown().builds(known(builds(7, 3)))), HealthFactor.BUILD))
          .isEqualTo(70);
    }

    @Test
    void tenCancelledBuildsSayNothing() {
      var cancelled =
          Stream.iterate(1, i -> i + 1)
              .limit(10)
              .map(i -> FactsFixture.build(i, BuildState.CANCELLED))
              .toList();

      var health = grade(unknown().builds(known(Builds.of(cancelled))));

      assertThat(health.missing()).contains(HealthFactor.BUILD);
    }

    @Test
    void oneCriticalFindingAnywhereIsNoSecurity() {
      var critical = known(reports(VulnerabilitySeverity.CRITICAL, 1));

      assertThat(points(grade(unknown().codeScanning(known(1))), HealthFactor.SECURITY)).isZero();
      assertThat(points(grade(unknown().secretScanning(known(1))), HealthFactor.SECURITY)).isZero();
      assertThat(
              points(
                  grade(unknown().reports(VulnerabilitySource.OSV, critical)),
                  HealthFactor.SECURITY))
          .isZero();
    }

    @Test
    void highFindingsAreNotCritical() {
      var high = known(reports(VulnerabilitySeverity.HIGH, 5));

      var health = grade(unknown().reports(VulnerabilitySource.DEPENDABOT, high));

      assertThat(points(health, HealthFactor.SECURITY)).isEqualTo(100);
    }

    @Test
    @DisplayName("defect 1: forbidden sources are missing, not clean")
    void forbiddenSourcesAreNotClean() {
      var health =
          grade(
              unknown()
                  .reports(VulnerabilitySource.DEPENDABOT, unavailable("403"))
                  .reports(VulnerabilitySource.OSV, unavailable("403"))
                  .codeScanning(unavailable("403"))
                  .secretScanning(unavailable("403")));

      assertThat(health.missing()).contains(HealthFactor.SECURITY, HealthFactor.DEPENDENCIES);
    }
  }

  @Test
  void missingAsZeroCountsAndStaysListed() {
    var model = HealthModel.builder().missingAsZero().build();

    var health = model.grade(example().coverage(unavailable("404")).build());

    assertThat(health.score().value().orElseThrow()).isCloseTo(74.5556, within(0.0001));
    assertThat(health.missing()).containsExactly(HealthFactor.COVERAGE);
    assertThat(model.grade(unknown().build()).score().value()).isEmpty();
  }

  @Test
  void otherWeightsAreAnotherModel() {
    var model =
        HealthModel.builder()
            .weight(HealthFactor.SECURITY, 40)
            .without(HealthFactor.COVERAGE)
            .build();
    var health = model.grade(example().build());

    assertThat(model.name())
        .isEqualTo(
            "repository-health/1;build=25,dependencies=20,documentation=15,activity=10,security=40");
    assertThat(health.score().model()).contains(model.name());
    assertThat(health.score().factors()).extracting(Factor::name).doesNotContain("coverage");
    assertThat(health.changeSince(grade(example()))).isEmpty();
    assertThatThrownBy(() -> HealthModel.builder().weight(HealthFactor.BUILD, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("build must be 1 to 1000, but is 0");
  }

  @Test
  void adviceBeginsWithWhatGivesMost() {
    var health =
        grade(
            example()
                .docs(known(false))
                .reports(
                    VulnerabilitySource.DEPENDABOT,
                    known(reports(VulnerabilitySeverity.CRITICAL, 1)))
                .coverage(unavailable("Codecov answered 404")));

    assertThat(health.advice())
        .extracting(Advice::toString)
        .containsExactly(
            "close every critical finding (+12.5)",
            "add a directory docs, or switch Pages on (+9.4)",
            "mend what made 2 builds fail (+6.3)",
            "update 1 vulnerable package (+5.0)",
            "update 2 outdated packages (+0.6)",
            "send coverage to Codecov");
  }

  @Test
  void aChangeSaysWhatHappened() {
    var before = grade(example().coverage(known(new BigDecimal("91"))));
    var now =
        grade(
            example()
                .coverage(known(new BigDecimal("84")))
                .reports(
                    VulnerabilitySource.DEPENDABOT, known(reports(VulnerabilitySeverity.HIGH, 2))));

    var change = now.changeSince(before).orElseThrow();

    assertThat(change.delta()).isEqualTo(-6);
    assertThat(change).hasToString("−6: 2 new high vulnerabilities (−4), coverage 91 → 84 (−1.4)");
    assertThat(now.changeSince(now).orElseThrow()).hasToString("0");
  }

  @Test
  void aSourceThatCannotBeReadIsNoNews() {
    var before =
        grade(
            example()
                .reports(
                    VulnerabilitySource.DEPENDABOT, known(reports(VulnerabilitySeverity.HIGH, 2))));
    var now = grade(example().reports(VulnerabilitySource.DEPENDABOT, unavailable("403")));

    assertThat(now.changeSince(before).orElseThrow().toString())
        .doesNotContain("closed")
        .contains("dependencies 77.8 → 97.8");
  }

  @Test
  void theAverageLeavesOutThoseWithoutScore() {
    var all = List.of(grade(example()), grade(unknown()), grade(example().readme(known(false))));

    assertThat(RepositoryHealth.average(all)).contains(new BigDecimal("88.5"));
    assertThat(RepositoryHealth.average(List.of(grade(unknown())))).isEmpty();
  }

  @Test
  void raisingAFactorNeverLowersTheScore() {
    for (int percent = 0; percent < 100; percent++) {
      var lower = grade(example().coverage(known(BigDecimal.valueOf(percent))));
      var higher = grade(example().coverage(known(BigDecimal.valueOf(percent + 1L))));

      assertThat(higher.score().value().orElseThrow())
          .isGreaterThanOrEqualTo(lower.score().value().orElseThrow());
    }
  }
}
