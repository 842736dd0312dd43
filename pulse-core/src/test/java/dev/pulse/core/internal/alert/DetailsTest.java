package dev.pulse.core.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailsTest {
  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "0, 0.0000",
    "-0.0, 0.0000",
    "3, 3.0000",
    "1.00005, 1.0001",
    "0.00005, 0.0001",
    "0.00004999, 0.0000",
    "-1.00005, -1.0001",
    "1e20, 100000000000000000000.0000",
    "NaN, NaN",
    "Infinity, Infinity",
  })
  void aMeasurementHasFourDecimalsRoundedHalfUp(double number, String text) {
    assertThat(Details.number(number)).isEqualTo(text);
  }

  @Test
  void aCountIsAWholeNumber() {
    assertThat(Details.number(1_234_567L)).isEqualTo("1234567");
  }

  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Details.number(1234.5)).isEqualTo("1234.5000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aTextIsCutBetweenCodePoints() {
    assertThat(Details.cut("😀".repeat(200))).isEqualTo("😀".repeat(200));
    assertThat(Details.cut("😀".repeat(201))).isEqualTo("😀".repeat(199) + "…");
  }
}
