package dev.pulse.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest(name = "{0} is {1} ms")
  @CsvSource({
    "250ms, 250",
    "30s, 30000",
    "5m, 300000",
    "12h, 43200000",
    "7d, 604800000",
    "0s, 0",
    "-5s, -5000",
    "' 30s ', 30000",
    "999999999d, 86399999913600000"
  })
  void readsANumberAndAUnit(String text, long milliseconds) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "1.5s",
        "1m30s",
        "30 s",
        "30S",
        "PT30S",
        "+5s",
        "9999999999d",
        "٣s"
      })
  void refusesOtherForms(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage(
            "expected a duration like 250ms, 30s, 5m, 12h or 7d, but found \"" + text + "\"");
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "PT0S, 0s",
    "PT0.00025S, 0.25ms",
    "PT0.000000001S, 0.000001ms",
    "PT0.25S, 250ms",
    "PT1.5S, 1500ms",
    "PT30S, 30s",
    "PT90S, 90s",
    "PT2M, 2m",
    "PT90M, 90m",
    "PT36H, 36h",
    "PT48H, 2d",
    "PT-5S, -5s",
    "PT-0.25S, -250ms"
  })
  void writesTheLargestUnitThatFits(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @Test
  void readsWhatItWrites() {
    for (long ms : new long[] {1, 999, 1000, 59_000, 60_000, 3_600_000, 90_000_000, 86_400_000}) {
      var duration = Duration.ofMillis(ms);
      assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
  }
}
