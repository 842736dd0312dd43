package dev.pulse.samples.repohealth.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.core.condition.Facts;
import dev.pulse.core.condition.RuleCondition.Truth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertConditionTest {
  private static final String CRITICAL = "vulnerability.severity == 'critical'";
  private static final String MAIN = "build.status == 'failure' and build.branch == 'main'";
  private static final String DROP = "coverage.delta < -5";

  static Stream<Arguments> vectors() {
    var failed = Facts.none().with("build.status", "failure");
    var none = Facts.none();
    return Stream.of(
        argumentSet("critical", CRITICAL, none.with("vulnerability.severity", "critical"), true),
        argumentSet("high", CRITICAL, none.with("vulnerability.severity", "high"), false),
        argumentSet("failure on main", MAIN, failed.with("build.branch", "main"), true),
        argumentSet("failure on dev", MAIN, failed.with("build.branch", "dev"), false),
        argumentSet("-5.01", DROP, none.with("coverage.delta", -5.01), true),
        argumentSet("-5", DROP, none.with("coverage.delta", -5), false),
        argumentSet("no previous", DROP, none.with("coverage.value", 80), false),
        argumentSet("nothing", "a.b == null", none, true));
  }

  // row 16
  @ParameterizedTest
  @MethodSource("vectors")
  void vectorsOfThePage(String condition, Facts facts, boolean holds) {
    assertThat(AlertCondition.of(condition).judge(facts))
        .isEqualTo(holds ? Truth.HOLDS : Truth.DOES_NOT_HOLD);
  }

  // row 16
  @Test
  void assignmentIsAConfigurationErrorWithItsPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertCondition.of("build.status = 'x'"))
        .withMessage("line 1, column 14: \"=\" is not an operator; \"==\" compares");
  }

  @ParameterizedTest
  @CsvSource({
    "vulnerability.id == 'x' and score.value < 5, VULNERABILITY",
    "build.branch == 'x' or repo.name == 'y', BUILD",
    "score.value < 5, REPOSITORY",
    "vulnerabilities.x == 1, REPOSITORY",
  })
  void itIsAboutVulnerabilitiesBuildsOrTheRepository(
      String condition, AlertCondition.Scope expected) {
    assertThat(AlertCondition.of(condition).scope()).isEqualTo(expected);
  }

  @Test
  void vulnerabilitiesAndBuildsDoNotGoTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertCondition.of("vulnerability.id == 'x' or build.branch == 'y'"))
        .withMessageContaining("names both: [build.branch, vulnerability.id]");
  }

  @Test
  void namesWithoutValueAreKnown() {
    var facts = Facts.none().with("a.b", 1).unread("c.d");

    assertThat(AlertCondition.of("a.b == 1 or c.d == 2 or e.f == 3").without(facts))
        .containsExactly("e.f");
  }
}
