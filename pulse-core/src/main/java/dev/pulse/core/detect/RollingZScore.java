package dev.pulse.core.detect;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds values that lie far above what was usual lately, measured in standard deviations. Take it
 * for numbers that have a level of their own, such as a latency or a queue length; for how often
 * something fails take {@link ProportionZTest}.
 *
 * <p>The <em>baseline</em> is the last accepted values, without the one that is judged: a value
 * inside its own baseline of n could never lie more than √(n−1) deviations away. With the mean and
 * the population standard deviation of the baseline,
 *
 * <pre>{@code
 * stddev = max(standard deviation, deviation floor)
 * z      = (value − mean) ÷ stddev
 * }</pre>
 *
 * <p>the value is anomalous when {@code z} is above the threshold <em>and</em> the value lies at
 * least the minimum delta above the mean. Low values are never anomalous. This is the standard
 * score of statistics (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17, "Detection of
 * Outliers"), with two guards: the floor keeps a series that hardly moves from making every small
 * step a large score, and the minimum delta keeps out steps that nobody would care about.
 *
 * <p>A normal value is accepted into the baseline, an anomalous one is not. When so many values in
 * a row were anomalous that they must be the new level, the baseline becomes exactly those, and the
 * verdict is {@link dev.pulse.api.detect.Verdict.Kind#REBASELINED}. While the baseline is too small
 * the verdict is {@link dev.pulse.api.detect.Verdict.Kind#LEARNING} and the value is accepted.
 *
 * <p>Facts, in this order: {@code mean}, {@code stddev} (the one used, so never below the floor),
 * {@code z}, {@code n} (the size of the baseline), {@code threshold}. All are finite for every
 * finite value. {@link Verdict#score} is {@code z ÷ (z + threshold)}, and 0 for low values.
 *
 * <p>Defaults: a window of 100 values, a verdict from 10 values on, threshold 3, deviation floor 1,
 * minimum delta 20, new baseline after 20 anomalous values in a row. They suit a latency in
 * milliseconds; set floor and delta for anything else. Confine to one thread.
 *
 * <pre>{@code
 * AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder().minDelta(50)::build)
 * }</pre>
 */
public final class RollingZScore implements Detector {
  private static final String FORM = "zscore/1";

  private final int minSamples;
  private final double threshold;
  private final double deviationFloor;
  private final double minDelta;
  private final int rebaselineAfter;

  /** Oldest first, so that sums are formed in the same order before and after a restart. */
  private final DoubleQueue baseline;

  /** The anomalous values in a row that came last; oldest first, fewer than rebaselineAfter. */
  private final DoubleQueue run;

  private RollingZScore(Builder builder) {
    this.minSamples = builder.effectiveMinSamples();
    this.threshold = builder.threshold;
    this.deviationFloor = builder.deviationFloor;
    this.minDelta = builder.minDelta;
    this.rebaselineAfter = builder.effectiveRebaselineAfter();
    this.baseline = new DoubleQueue(builder.window);
    this.run = new DoubleQueue(rebaselineAfter);
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the value is not finite; nothing is learnt from it
   */
  @Override
  public Verdict observe(double value, Instant at) {
    Score.requireFinite(value);
    if (baseline.size() < minSamples) {
      accept(value);
      return Verdict.learning();
    }
    var score = Score.of(value, baseline.values(), deviationFloor);
    if (score.z() > threshold && score.isAtLeast(minDelta)) {
      return describe(refuse(value), score);
    }
    var verdict = describe(Verdict.normal(), score);
    accept(value);
    return verdict;
  }

  private void accept(double value) {
    run.clear();
    baseline.add(value);
  }

  private Verdict refuse(double value) {
    run.add(value);
    if (run.size() < rebaselineAfter) {
      return Verdict.anomalous();
    }
    baseline.setTo(run.values());
    run.clear();
    return Verdict.of(Verdict.Kind.REBASELINED);
  }

  private Verdict describe(Verdict verdict, Score score) {
    return verdict
        .withScore(Score.grade(score.z(), threshold))
        .withFact("mean", score.mean())
        .withFact("stddev", score.deviation())
        .withFact("z", score.z())
        .withFact("n", (long) score.count())
        .withFact("threshold", threshold);
  }

  /** The size of the baseline, the baseline, and the anomalous values in a row; oldest first. */
  @Override
  public DetectorState state() {
    if (baseline.size() == 0) {
      return DetectorState.NONE;
    }
    var normal = baseline.values();
    var odd = run.values();
    var values = new double[1 + normal.length + odd.length];
    values[0] = normal.length;
    System.arraycopy(normal, 0, values, 1, normal.length);
    System.arraycopy(odd, 0, values, 1 + normal.length, odd.length);
    return DetectorState.of(FORM, values);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The state may come from a detector with other settings; when it holds more than these
   * settings keep, the newest values stay.
   */
  @Override
  public void restore(DetectorState state) {
    var values = state.isNone() ? new double[] {0} : state.values(FORM);
    int normal = requireLayout(values);
    baseline.setTo(Arrays.copyOfRange(values, 1, 1 + normal));
    int odd = Math.min(values.length - 1 - normal, rebaselineAfter - 1);
    run.setTo(Arrays.copyOfRange(values, values.length - odd, values.length));
  }

  @Override
  public void breakRun() {
    run.clear();
  }

  /** Returns how many of the values are the baseline. */
  private static int requireLayout(double[] values) {
    if (values.length == 0
        || values[0] != Math.rint(values[0])
        || values[0] < 0
        || values[0] > values.length - 1
        || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "expected a detector state of form "
              + FORM
              + ": the size of the baseline, then finite values; but found something else in "
              + values.length
              + " values");
    }
    return (int) values[0];
  }

  /** Builds a {@link RollingZScore}; may be used for many. Confine to one thread. */
  public static final class Builder {
    static final int WINDOW = 100;
    static final double THRESHOLD = 3.0;
    static final double DEVIATION_FLOOR = 1.0;
    static final double MIN_DELTA = 20.0;
    private static final int MAX_WINDOW = 10_000;

    private int window = WINDOW;
    private @Nullable Integer minSamples;
    private double threshold = THRESHOLD;
    private double deviationFloor = DEVIATION_FLOOR;
    private double minDelta = MIN_DELTA;
    private @Nullable Integer rebaselineAfter;

    private Builder() {}

    /** How many accepted values make up the baseline at most; default 100. 2 to 10,000. */
    public Builder window(int values) {
      this.window = values;
      return this;
    }

    /**
     * From how many accepted values on there is a verdict; default 10, or the window where that is
     * smaller. 2 to the window.
     */
    public Builder minSamples(int values) {
      this.minSamples = values;
      return this;
    }

    /** Above how many standard deviations a value is anomalous; default 3. Positive. */
    public Builder threshold(double deviations) {
      this.threshold = deviations;
      return this;
    }

    /**
     * The least standard deviation to reckon with, in the unit of the values; default 1. Positive.
     */
    public Builder deviationFloor(double floor) {
      this.deviationFloor = floor;
      return this;
    }

    /**
     * How far above the mean a value must lie at least to be anomalous, in the unit of the values;
     * default 20. Not negative.
     */
    public Builder minDelta(double delta) {
      this.minDelta = delta;
      return this;
    }

    /**
     * How many anomalous values in a row become the new baseline; default 20, or the window where
     * that is smaller. 1 to the window.
     */
    public Builder rebaselineAfter(int values) {
      this.rebaselineAfter = values;
      return this;
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public RollingZScore build() {
      var problems = new ArrayList<String>();
      if (window < 2 || window > MAX_WINDOW) {
        problems.add("window must be 2 to " + MAX_WINDOW + ", but is " + window);
      } else {
        requireWithin(problems, "min samples", effectiveMinSamples(), 2);
        requireWithin(problems, "rebaseline after", effectiveRebaselineAfter(), 1);
      }
      if (!(threshold > 0 && Double.isFinite(threshold))) {
        problems.add("threshold must be positive and finite, but is " + threshold);
      }
      if (!(deviationFloor > 0 && Double.isFinite(deviationFloor))) {
        problems.add("deviation floor must be positive and finite, but is " + deviationFloor);
      }
      if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
        problems.add("min delta must be finite and not negative, but is " + minDelta);
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("z-score: " + String.join("; ", problems));
      }
      return new RollingZScore(this);
    }

    private void requireWithin(List<String> problems, String what, int value, int least) {
      if (value < least || value > window) {
        problems.add(
            what + " must be " + least + " to the window (" + window + "), but is " + value);
      }
    }

    private int effectiveMinSamples() {
      return minSamples == null ? Math.min(10, window) : minSamples;
    }

    private int effectiveRebaselineAfter() {
      return rebaselineAfter == null ? Math.min(20, window) : rebaselineAfter;
    }
  }
}
