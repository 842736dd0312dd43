package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Row 2: pod names")
class PodRangeTest {
  @Test
  void theDefaultsMeanSeventyEightPods() {
    var names = ExecutionsSettings.defaults().pods().names();

    assertThat(names)
        .hasSize(78)
        .startsWith("bboostd-validator-validator-0-0", "bboostd-validator-validator-1-0")
        .endsWith("bboostd-validator-validator-77-0");
  }

  @Test
  void aRangeOfOneNumberIsOnePod() {
    assertThat(new PodRange("v-", 5, 5).names()).containsExactly("v-5-0");
  }

  @Test
  void aRangeThatEndsBeforeItStartsIsNone() {
    assertThatThrownBy(() -> new PodRange("v-", 5, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTextSaysFirstAndLast() {
    assertThat(new PodRange("v-", 0, 77)).hasToString("v-0-77 (pods: v-0-0 to v-77-0)");
  }
}
