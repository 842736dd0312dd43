package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StuckDetectorTest extends DetectorContract {
  @Override
  protected Detector create() {
    return new StuckDetector(3);
  }

  @Test
  void anomalousOnceItHasNotMovedForAsLongAsAllowed() {
    var detector = create();
    var kinds = new Verdict.Kind[5];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = detector.observe(i == 4 ? 8 : 7, Instant.EPOCH.plusSeconds(i)).kind();
    }
    assertThat(kinds)
        .containsExactly(
            Verdict.Kind.LEARNING,
            Verdict.Kind.NORMAL,
            Verdict.Kind.NORMAL,
            Verdict.Kind.ANOMALOUS,
            Verdict.Kind.NORMAL);
  }
}
