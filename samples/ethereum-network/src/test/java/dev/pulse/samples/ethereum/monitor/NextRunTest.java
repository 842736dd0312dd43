package dev.pulse.samples.ethereum.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("P9, vectors 8.7")
class NextRunTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T11:00:00Z, Due now",
    "2026-11-21T12:00:00Z, Due now",
    "2026-11-21T12:00:59Z, < 1 minute",
    "2026-11-21T12:01:00Z, 1 min",
    "2026-11-21T12:59:59Z, 59 min",
    "2026-11-21T13:00:00Z, 1h 0m",
    "2026-11-22T11:59:00Z, 23h 59m",
    "2026-11-22T13:00:00Z, 1d 1h"
  })
  void theDistanceIsRoundedDown(Instant next, String expected) {
    assertThat(NextRun.text(Optional.of(next), NOW)).isEqualTo(expected);
  }

  @Test
  void whatIsNotPlannedIsNotApplicable() {
    assertThat(NextRun.text(Optional.empty(), NOW)).isEqualTo("N/A");
  }
}
