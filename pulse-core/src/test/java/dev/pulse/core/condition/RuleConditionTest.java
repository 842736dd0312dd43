package dev.pulse.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.condition.RuleCondition.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleConditionTest {
  private static final Finding FINDING =
      Finding.of("lib:1", Status.WARN, "old")
          .withLabels(
              Labels.of("kind", "vulnerability", "severity", "critical").with("score", "9.8"));

  private static final RuleCondition.Facts FACTS =
      new RuleCondition.Facts(
          Outcome.builder(
                  "shop",
                  1,
                  Instant.EPOCH,
                  CheckResult.fail(Reason.STATUS, "503")
                      .withLatency(Duration.ofMillis(250))
                      .withDetail("status_code", "503")
                      .withDetail("db.state", "down")
                      .withSample(Sample.gauge("depth", 12))
                      .withSample(Sample.gauge("coverage", 70.3))
                      .withSample(Sample.gauge("disk", Labels.of("mount", "/"), 0.5))
                      .withSample(Sample.gauge("cpu", Labels.of("core", "0"), 1))
                      .withSample(Sample.gauge("cpu", Labels.of("core", "1"), 2)))
              .build(),
          Labels.of("team", "web"),
          Map.of("coverage", 80.0),
          FINDING);

  private static Truth judge(String expression) {
    return RuleCondition.of(expression).judge(FACTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status == 'fail' and reason == 'status' and summary contains '503'",
        "latency == 250",
        "samples.depth == 12 and depth.value == 12",
        "samples.disk == 0.5",
        "coverage.previous == 80 and coverage.delta == -9.7",
        "details.status_code == 503 and details.db.state == 'down'",
        "labels.team == 'web'",
        "finding.key == 'lib:1' and finding.status == 'warn' and finding.text == 'old'",
        "finding.labels.severity == 'critical'",
        "vulnerability.severity == 'critical' and vulnerability.score > 9",
        "status != 'pass'",
      })
  void everyNameHasItsValue(String expression) {
    assertThat(judge(expression)).isEqualTo(Truth.HOLDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "samples.nothing > 1",
        "not (samples.nothing > 1)",
        "samples.cpu > 0",
        "depth.delta > 0",
        "details.nothing == 'a'",
        "labels.zone != 'a'",
        "vulnerability.package == 'a'",
        "details.db.state > 5",
      })
  void whatIsMissingDecidesNothing(String expression) {
    assertThat(judge(expression)).isEqualTo(Truth.UNDECIDED);
  }

  @Test
  void whatIsFalseIsNotUndecided() {
    assertThat(judge("latency > 250")).isEqualTo(Truth.DOES_NOT_HOLD);
    assertThat(judge("latency > 250 and samples.nothing > 1")).isEqualTo(Truth.DOES_NOT_HOLD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "latncy > 5|1|1|there is no \"latncy\"; known: status, reason, summary, latency,",
        "status == 200|1|11|a text is compared with a number",
        "status == 'FAIL'|1|11|status is one of fail, pass, unknown, warn",
        "latency > 1 and 'down' == finding.status|1|27|finding.status is one of",
        "sample.depth > 5|1|1|is samples.depth meant?",
        "samples.a.b > 5|1|1|there is no \"samples.a.b\"",
        "finding.severity == 'a'|1|1|there is no \"finding.severity\"",
        "a.b == 'x' and c.d == 'y'|1|16|findings of one kind, but here of a and c",
        "json('$.a') == 1|1|1|there is no body here",
        "body contains 'x'|1|1|there is no \"body\"",
        "latency.value > 5|1|1|there is no \"latency.value\"",
      })
  void whatThereIsNotIsRefusedWithItsPlace(
      String expression, int line, int column, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleCondition.of(expression))
        .withMessageStartingWith("line " + line + ", column " + column + ": ")
        .withMessageContaining(message);
  }

  @Test
  void itIsToldWhatDecidedOrWhatIsMissing() {
    assertThat(RuleCondition.of("coverage.delta < -5").told(FACTS))
        .isEqualTo("coverage.delta is -9.7");
    assertThat(RuleCondition.of("samples.nothing > 5").told(FACTS))
        .isEqualTo("there is no samples.nothing here");
  }

  @Test
  void onlyConditionsOnFindingsConcernThem() {
    var vulnerability = RuleCondition.of("vulnerability.severity == 'critical'");
    assertThat(vulnerability.isPerFinding()).isTrue();
    assertThat(vulnerability.concerns(FINDING)).isTrue();
    assertThat(vulnerability.concerns(Finding.of("x", Status.FAIL, ""))).isFalse();
    assertThat(RuleCondition.of("finding.key == 'x'").concerns(Finding.of("x", Status.FAIL, "")))
        .isTrue();
    assertThat(RuleCondition.of("latency > 5").concerns(FINDING)).isFalse();
    assertThat(RuleCondition.of("coverage.delta < 5 or x.previous > 1").changing())
        .containsExactlyInAnyOrder("coverage", "x");
  }
}
