package dev.pulse.samples.repohealth.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StaleDataTest {
  @Test
  @DisplayName("Row 30, 4.10.4: the limit of a day has words of its own")
  void onlyTheLimitOfADayIsToldInHours() {
    assertThat(StaleData.warning(Duration.ofDays(1))).isEqualTo("Data older than 24 hours");
    assertThat(StaleData.warning(Duration.ofMinutes(1))).isEqualTo("Data older than 60 seconds");
    assertThat(StaleData.warning(Duration.ofDays(2))).isEqualTo("Data older than 172800 seconds");
  }
}
