package dev.pulse.api.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertRuleTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void theDefaultsAreThoseOfTheDocumentation(String text, AlertRule rule, Severity severity) {
    assertThat(rule).hasToString(text);
    assertThat(rule.severity()).isEqualTo(severity);
    assertThat(rule.frequency()).isEqualTo(Frequency.IMMEDIATE);
    assertThat(rule.flapping()).isEmpty();
    assertThat(rule.labels().isEmpty()).isTrue();
    assertThat(rule.annotations()).isEmpty();
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments(
            "downtime: when failing, after 3 in a row, until good 2 in a row",
            AlertRule.whenFailing(),
            Severity.CRITICAL),
        arguments(
            "degraded: when warning, after 3 in a row, until good 2 in a row",
            AlertRule.whenWarning(),
            Severity.WARNING),
        arguments(
            "no_data: when unknown, after 3 in a row, until good 1 in a row",
            AlertRule.whenUnknown(),
            Severity.WARNING),
        arguments(
            "latency_anomaly: when latency anomalous, after 1 in a row, until good 3 in a row",
            AlertRule.whenAnomalous(Signal.latency(), AlertRuleTest::detector),
            Severity.WARNING),
        arguments(
            "finding: when finding, after 1 in a row, until good 1 in a row",
            AlertRule.whenFinding(),
            Severity.WARNING),
        arguments(
            "condition: when latency > 5, after 1 in a row, until good 1 in a row",
            AlertRule.when("latency > 5"),
            Severity.WARNING));
  }

  @Test
  void everyPartIsKept() {
    var rule =
        AlertRule.whenAnomalous(Signal.latency(), AlertRuleTest::detector)
            .learningInIncidents(true)
            .annotation("a", "1")
            .labels(Labels.of("team", "web"))
            .flapping(4, Duration.ofHours(1))
            .keepFiringFor(Duration.ofMinutes(5))
            .forAtLeast(Duration.ofSeconds(90))
            .recoverAfter(7)
            .after(6)
            .frequency(Frequency.DAILY_DIGEST)
            .severity(Severity.INFO)
            .annotation("b", "2")
            .annotation("a", "3")
            .named("odd");

    assertThat(rule)
        .hasToString(
            "odd: when latency anomalous, after 6 in a row and for 90s,"
                + " until good 7 in a row and for 5m");
    assertThat(((Trigger.Anomalous) rule.trigger()).learnsInIncidents()).isTrue();
    assertThat(rule.annotations()).containsExactly(entry("a", "3"), entry("b", "2"));
    assertThat(rule.labels()).isEqualTo(Labels.of("team", "web"));
    assertThat(rule.flapping()).contains(new AlertRule.Flapping(4, Duration.ofHours(1)));
    assertThat(rule.frequency()).isEqualTo(Frequency.DAILY_DIGEST);
    assertThat(rule.severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void aChangeLeavesTheRuleItCameFromAsItWas() {
    var rule = AlertRule.whenFailing();

    var changed = rule.after(9);

    assertThat(rule.after()).isEqualTo(3);
    assertThat(changed.after()).isEqualTo(9);
  }

  @Test
  void countsNamesAndDurationsHaveBounds() {
    var rule = AlertRule.whenFailing();
    var negative = Duration.ofSeconds(-1);
    assertThatThrownBy(() -> rule.after(0)).hasMessageContaining("after");
    assertThatThrownBy(() -> rule.recoverAfter(1001)).hasMessageContaining("recoverAfter");
    assertThatThrownBy(() -> rule.named("down time")).hasMessageContaining("\"down time\"");
    assertThatThrownBy(() -> rule.forAtLeast(negative)).hasMessageContaining("forAtLeast");
    assertThatThrownBy(() -> rule.keepFiringFor(Duration.ofDays(367)))
        .hasMessageContaining("keepFiringFor");
    assertThatThrownBy(() -> rule.flapping(1, Duration.ofHours(1)))
        .hasMessageContaining("2 to 100");
    assertThatThrownBy(() -> rule.flapping(3, Duration.ZERO)).hasMessageContaining("window");
    assertThatThrownBy(() -> AlertRule.when(" ")).hasMessageContaining("blank");
  }

  @Test
  void labelsThatPulseGivesAreRefused() {
    assertThatThrownBy(() -> AlertRule.whenFailing().labels(Labels.of("severity", "page")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the label \"severity\" is given by Pulse; choose another name");
  }

  @Test
  void annotationsHaveNamesAndABound() {
    assertThatThrownBy(() -> AlertRule.whenFailing().annotation("run-book", ""))
        .hasMessageContaining("run-book");
    var full = AlertRule.whenFailing();
    for (int i = 0; i < 20; i++) {
      full = full.annotation("a" + i, "");
    }
    var twenty = full;
    assertThat(twenty.annotation("a0", "other").annotations()).hasSize(20);
    assertThatThrownBy(() -> twenty.annotation("more", "")).hasMessageContaining("20");
  }

  @Test
  void whatBelongsToOneKindIsRefusedByTheOthers() {
    assertThatThrownBy(() -> AlertRule.whenFailing().learningInIncidents(true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("downtime");
    assertThatThrownBy(() -> AlertRule.whenFailing().includingWarnings())
        .isInstanceOf(IllegalStateException.class);
    assertThat(AlertRule.whenFinding().includingWarnings().trigger())
        .isEqualTo(new Trigger.EachFinding(true));
  }

  @Test
  void aStateIsReadByTheFormItWasWrittenIn() {
    var state = DetectorState.of("zscore/1", 1.5, Double.NaN, -0.0);
    assertThat(state.values("zscore/1")).containsExactly(1.5, Double.NaN, -0.0);
    assertThatThrownBy(() -> state.values("zscore/2"))
        .hasMessageContainingAll("zscore/2", "zscore/1");
    assertThat(DetectorState.NONE.isNone()).isTrue();
  }

  private static Detector detector() {
    return (value, at) -> Verdict.normal();
  }
}
