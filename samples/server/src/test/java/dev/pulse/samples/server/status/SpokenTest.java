package dev.pulse.samples.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1, 100 %",
    "0.99999999999, 99.99 %",
    "0.99999, 99.99 %",
    "0.9995, 99.95 %",
    "0.5, 50.00 %",
    "0, 0 %",
    "0.00001, 0.00 %"
  })
  void aShareIsRoundedDown(double ratio, String expected) {
    assertThat(Spoken.share(OptionalDouble.of(ratio))).isEqualTo(expected);
  }

  @Test
  void noShareIsNotKnown() {
    assertThat(Spoken.share(OptionalDouble.empty())).isEqualTo("not known");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PT0.5S, less than a second",
    "PT59S, 59 s",
    "PT60S, 1 min",
    "PT1H1S, 1 h",
    "PT61M, 1 h 1 min",
    "PT25H, 1 d 1 h"
  })
  void aDurationHasTwoUnitsAtMost(Duration duration, String expected) {
    assertThat(Spoken.duration(duration)).isEqualTo(expected);
  }
}
