package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StuckDetectorTest extends DetectorContract {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Override
  protected Detector create() {
    return new StuckDetector(3);
  }

  /** Small whole numbers, so that some are the same in a row. */
  @Override
  protected double nextValue(Random random, int index) {
    return random.nextInt(100) < 80 ? 7 : random.nextInt(5);
  }

  @Test
  void theFourthEqualValueIsOddAndAnotherOneEndsIt() {
    var detector = create();
    for (int i = 0; i < 3; i++) {
      assertThat(detector.observe(21, NOW).kind()).isEqualTo(Verdict.Kind.NORMAL);
    }
    assertThat(detector.observe(21, NOW).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(detector.observe(22, NOW).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }
}
