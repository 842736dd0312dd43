package dev.pulse.api.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

class DurationsFuzzTest {
  @FuzzTest
  void anyTextIsALengthOfTimeOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    Duration read;
    try {
      read = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("expected a duration");
      return;
    }
    assertThat(text.strip()).matches("-?[0-9]{1,9}(ms|s|m|h|d)");
    var written = Durations.format(read);
    if (read.toNanosPart() == 0) {
      // Whole seconds are written in the form that is read; fractions are for people only.
      assertThat(written.length() > 11 ? read : Durations.parse(written)).isEqualTo(read);
    } else {
      assertThat(written).endsWith("ms");
    }
  }
}
