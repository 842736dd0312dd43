package dev.pulse.api.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.model.Labels;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void aSeriesOccursOnce() {
    var builder =
        Samples.builder()
            .gauge("depth", Labels.of("queue", "mail"), 1)
            .gauge("depth", Labels.of("queue", "mail"), 2);
    assertThatThrownBy(builder::build).hasMessageContaining("depth{queue=\"mail\"}");
  }

  @Test
  void differentLabelsAreDifferentSeries() {
    assertThat(
            Samples.builder()
                .gauge("depth", Labels.of("queue", "mail"), 1)
                .gauge("depth", Labels.of("queue", "sms"), 2)
                .build()
                .asList())
        .hasSize(2);
  }
}
