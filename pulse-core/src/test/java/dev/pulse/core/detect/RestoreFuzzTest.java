package dev.pulse.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Detectors that are given a state from a file. */
class RestoreFuzzTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  /** The first byte of an input says how the numbers are written; small ones first. */
  @FuzzTest
  void anyNumbersAreAStateOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var values = (input[0] & 1) == 0 ? small(input) : doubles(input);
    restored(() -> RollingZScore.builder().window(8).build(), "zscore/1", values);
    restored(ProportionZTest::new, "proportion/1", values);
  }

  private static double[] small(byte[] input) {
    var values = new double[input.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = input[i + 1];
    }
    return values;
  }

  private static double[] doubles(byte[] input) {
    var bytes = ByteBuffer.wrap(input, 1, input.length - 1);
    var values = new double[bytes.remaining() / 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getDouble();
    }
    return values;
  }

  private interface Making {
    Detector make();
  }

  private static void restored(Making making, String form, double[] values) {
    var detector = making.make();
    try {
      detector.restore(DetectorState.of(form, values));
    } catch (IllegalArgumentException e) {
      assertThat(detector.state()).as("unchanged").isEqualTo(DetectorState.NONE);
      return;
    }
    var twin = making.make();
    twin.restore(detector.state());
    for (double value : new double[] {0, 1, 1, 0, 1, 1, 1}) {
      assertThat(detector.observe(value, AT)).isEqualTo(twin.observe(value, AT));
    }
    assertThat(detector.state()).isEqualTo(twin.state());
  }
}
