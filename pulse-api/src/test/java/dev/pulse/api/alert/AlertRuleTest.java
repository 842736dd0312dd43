package dev.pulse.api.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.model.Signal;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    var failing = AlertRule.whenFailing();
    assertThat(failing.name()).isEqualTo("downtime");
    assertThat(failing.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(failing.after()).isEqualTo(3);
    assertThat(failing.recoverAfter()).isEqualTo(2);
    var anomaly = AlertRule.whenAnomalous(Signal.latency(), () -> (value, at) -> Verdict.normal());
    assertThat(anomaly.name()).isEqualTo("latency_anomaly");
    assertThat(anomaly.severity()).isEqualTo(Severity.WARNING);
    assertThat(anomaly.clearAfter()).isEqualTo(3);
    assertThat(anomaly.learnsInIncidents()).isFalse();
    assertThat(anomaly.learningInIncidents(true).named("a").clearAfter(2).learnsInIncidents())
        .isTrue();
  }

  @Test
  void countsAndNamesHaveBounds() {
    assertThatThrownBy(() -> AlertRule.whenFailing().after(0)).hasMessageContaining("after");
    assertThatThrownBy(() -> AlertRule.whenFailing().recoverAfter(1001))
        .hasMessageContaining("recoverAfter");
    assertThatThrownBy(() -> AlertRule.whenFailing().named("down time"))
        .hasMessageContaining("\"down time\"");
  }

  @Test
  void aStateIsReadByTheFormItWasWrittenIn() {
    var state = DetectorState.of("zscore/1", 1.5, Double.NaN, -0.0);
    assertThat(state.values("zscore/1")).containsExactly(1.5, Double.NaN, -0.0);
    assertThatThrownBy(() -> state.values("zscore/2"))
        .hasMessageContainingAll("zscore/2", "zscore/1");
    assertThat(DetectorState.NONE.isNone()).isTrue();
  }
}
