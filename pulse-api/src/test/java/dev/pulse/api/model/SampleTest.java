package dev.pulse.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotANumberIsRefusedAtTheDoor(double value) {
    assertThatThrownBy(() -> Sample.gauge("depth", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth")
        .hasMessageContaining("leave out what is not known");
  }

  @Test
  void aNameThatPrometheusWouldNotTakeIsRefused() {
    assertThatThrownBy(() -> Sample.gauge("queue depth", 1))
        .hasMessageContaining("\"queue depth\"");
  }

  @Test
  void aSampleMayBeOlderThanItsRun() {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(Sample.gauge("depth", 1).at()).isEmpty();
    assertThat(Sample.gauge("depth", 1).at(at).at()).contains(at);
  }

  @Test
  void theWorstOfNothingIsUnknown() {
    assertThat(Status.worst(List.of())).isEqualTo(Status.UNKNOWN);
    assertThat(Status.worst(List.of(Status.WARN, Status.UNKNOWN, Status.PASS)))
        .isEqualTo(Status.UNKNOWN);
    assertThat(Status.worst(List.of(Status.UNKNOWN, Status.FAIL))).isEqualTo(Status.FAIL);
  }
}
