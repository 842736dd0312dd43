package dev.pulse.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest(name = "{0} with value {1} and ratio {2}: {3}")
  @CsvSource(
      delimiter = ';',
      value = {
        "<= 0.6; 0.6; ; true",
        "<= 0.6; 0.61; ; false",
        ">= 60; 60; ; true",
        ">= 60; 59.9; ; false",
        "ratio >= 0.5; 1; 0.5; true",
        "ratio >= 0.5; 1; ; false",
        "<= 0.6, ratio <= 3; 0.5; 3.1; false",
        "<= 0.6, ratio <= 3; 0.5; 2.9; true",
      })
  void allBoundsHaveToHold(String text, double value, Double ratio, boolean met) {
    assertThat(Target.parse(text).isMet(value, ratio)).isEqualTo(met);
  }

  @Test
  void whatIsNotKnownIsNotMet() {
    assertThat(Target.parse("<= 1").isMet(null, null)).isFalse();
  }

  @Test
  void peopleReadItInWords() {
    assertThat(Target.parse("<= 0.6, ratio >= 3")).hasToString("at most 0.6, ratio at least 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0.6", "< 1", "<= x", "<= 1,ratio <= 2", "''"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse(text))
        .withMessageContaining("<= 0.6, ratio <= 3");
  }
}
