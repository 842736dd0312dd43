package com.acme.pulse;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;

/**
 * Finds a number odd that has been the same for too many values in a row: a sensor that is stuck.
 * Confine to one thread.
 */
final class StuckDetector implements Detector {
  private static final String FORM = "acme.stuck/1";

  private final int most;
  private double last;
  private long same;

  StuckDetector(int most) {
    this.most = most;
  }

  @Override
  public Verdict observe(double value, Instant at) {
    // Compares 0.0 and -0.0 as equal, which is right for a sensor.
    same = same > 0 && value == last ? Math.min(same + 1, most + 1L) : 1;
    last = value;
    return (same > most ? Verdict.anomalous() : Verdict.normal())
        .withFact("value", value)
        .withFact("in_a_row", same);
  }

  @Override
  public DetectorState state() {
    return same == 0 ? DetectorState.NONE : DetectorState.of(FORM, last, (double) same);
  }

  @Override
  public void restore(DetectorState state) {
    if (state.isNone()) {
      same = 0;
      return;
    }
    var values = state.values(FORM);
    if (values.length != 2) {
      throw new IllegalArgumentException("expected 2 values, but found " + values.length);
    }
    last = values[0];
    same = Math.min(Math.round(values[1]), most + 1L);
  }

  @Override
  public void breakRun() {
    same = Math.min(same, 1);
  }
}
