package dev.pulse.docs.guide;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;

/** Finds a number odd that has not moved for several values, such as the height of a chain. */
public final class StuckDetector implements Detector {
  private static final String FORM = "acme.stuck/1";

  private final int most;
  private double last = Double.NaN;
  private int same;

  public StuckDetector(int most) {
    this.most = most;
  }

  @Override
  public Verdict observe(double value, Instant at) {
    if (Double.isNaN(last)) {
      last = value;
      return Verdict.learning();
    }
    same = value == last ? same + 1 : 0;
    last = value;
    var verdict = same >= most ? Verdict.anomalous() : Verdict.normal();
    return verdict.withFact("same", same);
  }

  @Override
  public DetectorState state() {
    return Double.isNaN(last) ? DetectorState.NONE : DetectorState.of(FORM, last, same);
  }

  @Override
  public void restore(DetectorState state) {
    var values = state.isNone() ? new double[] {Double.NaN, 0} : state.values(FORM);
    if (values.length != 2) {
      throw new IllegalArgumentException("expected 2 values, but found " + values.length);
    }
    last = values[0];
    same = (int) values[1];
  }

  @Override
  public void breakRun() {
    same = 0;
  }
}
