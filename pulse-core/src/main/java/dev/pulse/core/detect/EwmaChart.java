package dev.pulse.core.detect;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.ArrayList;

/**
 * Finds small shifts that last: a control chart of the exponentially weighted moving average. Take
 * it where a level creeps up by a deviation or two, which no single value shows; for single wild
 * values take {@link RobustZScore}, which sees them sooner.
 *
 * <p>The chart smooths the values, {@code ewma = weight × value + (1 − weight) × ewma}, and
 * measures the result against a baseline of the last accepted values that reaches further back:
 *
 * <pre>{@code
 * deviation = max(deviation of the baseline, floor) × √(weight ÷ (2 − weight))
 * z         = (ewma − mean of the baseline) ÷ deviation
 * }</pre>
 *
 * <p>It is anomalous when {@code z} is beyond the threshold on the side that counts, and {@code
 * ewma} at least the minimum delta away (NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4,
 * "EWMA Control Charts"; the limits are those of a chart that has run for some time). The deviation
 * of the baseline is the mean absolute one × √(π ÷ 2). Values that follow each other closely, as a
 * temperature does, deviate less from each other than from their mean: give such a series a higher
 * threshold.
 *
 * <p>A value is accepted into the baseline while the chart is within its limits. When it was beyond
 * them for so many values that they must be the new level, the baseline moves there, and the
 * verdict is {@link dev.pulse.api.detect.Verdict.Kind#REBASELINED}.
 *
 * <p>Facts, in this order: {@code expected}, {@code ewma}, {@code deviation} (that of the ewma),
 * {@code z}, {@code threshold}, {@code n} (the size of the baseline). {@link Verdict#score} is
 * {@code z ÷ (z + threshold)}, and 0 on the side that does not count.
 *
 * <p>Defaults: weight 0.2, a baseline of 200 values, a verdict from 30 values on, threshold 3, both
 * directions, no floor, no minimum delta, new baseline after 50 values. Confine to one thread.
 *
 * <pre>{@code
 * AlertRule.whenAnomalous(Signal.latency(), EwmaChart.builder().direction(ABOVE)::build)
 * }</pre>
 */
public final class EwmaChart implements Detector {
  private static final String FORM = "ewma/1";

  /** Exact, and leaves room for a distance. */
  private static final double SCALE = 0.25;

  private final double weight;
  private final int window;
  private final int minSamples;
  private final int rebaselineAfter;

  /** How much less an average deviates than the values do. */
  private final double narrowing;

  private final Yardstick yardstick;

  /** Of the scaled values. */
  private Level baseline;

  private double ewma;

  // The values in a row, scaled, with which the chart was beyond its limits.
  private int run;
  private double runMean;

  private EwmaChart(Builder builder) {
    this.weight = builder.weight;
    this.window = builder.window;
    this.minSamples = builder.minSamples;
    this.rebaselineAfter = builder.rebaselineAfter;
    this.narrowing = Math.sqrt(weight / (2 - weight));
    this.yardstick = builder.yardstick(narrowing);
    this.baseline = new Level(window);
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
    double x = value * SCALE;
    if (baseline.count() < minSamples) {
      baseline.add(x);
      ewma = baseline.mean();
      return Verdict.learning();
    }
    ewma += weight * (x - ewma);
    double smoothed = Score.finite(ewma / SCALE);
    var measured =
        yardstick.measure(
            smoothed,
            Score.finite(baseline.mean() / SCALE),
            Score.finite(baseline.deviation() / SCALE) * narrowing);
    int size = baseline.count();
    return Verdict.of(judge(measured.odd(), x))
        .withScore(measured.score())
        .withFact("expected", measured.expected())
        .withFact("ewma", smoothed)
        .withFact("deviation", measured.deviation())
        .withFact("z", measured.z())
        .withFact("threshold", yardstick.threshold())
        .withFact("n", (long) size);
  }

  private Verdict.Kind judge(boolean odd, double x) {
    if (!odd) {
      endRun();
      baseline.add(x);
      return Verdict.Kind.NORMAL;
    }
    run++;
    runMean += (x - runMean) / run;
    if (run < rebaselineAfter) {
      return Verdict.Kind.ANOMALOUS;
    }
    // Not to the average, which may still be on its way.
    ewma = runMean;
    baseline.moveTo(runMean, minSamples);
    endRun();
    return Verdict.Kind.REBASELINED;
  }

  private void endRun() {
    run = 0;
    runMean = 0;
  }

  /** The average, the length and the mean of the run, the baseline. */
  @Override
  public DetectorState state() {
    if (baseline.count() == 0) {
      return DetectorState.NONE;
    }
    var state = new StateWriter().add(ewma).add(run).add(runMean);
    baseline.write(state);
    return state.state(FORM);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The state may come from a detector with other settings.
   */
  @Override
  public void restore(DetectorState state) {
    if (state.isNone()) {
      ewma = 0;
      endRun();
      baseline = new Level(window);
      return;
    }
    var reader = new StateReader(state, FORM);
    double average = reader.number();
    int odd = (int) reader.count(Integer.MAX_VALUE - 1);
    double oddMean = reader.number();
    var level = Level.read(reader, window);
    reader.end();
    ewma = average;
    run = odd;
    runMean = oddMean;
    baseline = level;
  }

  @Override
  public void breakRun() {
    endRun();
  }

  /** Builds an {@link EwmaChart}; may be used for many. Confine to one thread. */
  public static final class Builder {
    static final double WEIGHT = 0.2;
    static final int WINDOW = 200;
    static final int MIN_SAMPLES = 30;
    static final double THRESHOLD = 3;
    static final int REBASELINE_AFTER = 50;
    private static final int MOST = 1_000_000;

    private double weight = WEIGHT;
    private int window = WINDOW;
    private int minSamples = MIN_SAMPLES;
    private double threshold = THRESHOLD;
    private double deviationFloor;
    private double minDelta;
    private int rebaselineAfter = REBASELINE_AFTER;
    private Direction direction = Direction.BOTH;

    private Builder() {}

    /**
     * How much the newest value counts; default 0.2. The smaller, the smaller the shifts that are
     * found, and the later. Above 0, at most 1.
     */
    public Builder weight(double newest) {
      this.weight = newest;
      return this;
    }

    /** How many accepted values the baseline reaches back; default 200. 2 to a million. */
    public Builder window(int values) {
      this.window = values;
      return this;
    }

    /** From how many values on there is a verdict; default 30. 2 to the window. */
    public Builder minSamples(int values) {
      this.minSamples = values;
      return this;
    }

    /** Beyond how many deviations it is anomalous; default 3. Positive. */
    public Builder threshold(double deviations) {
      this.threshold = deviations;
      return this;
    }

    /**
     * The least deviation of single values to reckon with, in their unit; default 0. Not negative.
     */
    public Builder deviationFloor(double floor) {
      this.deviationFloor = floor;
      return this;
    }

    /**
     * How far the average must lie from the baseline at least, in the unit of the values; default
     * 0. Not negative.
     */
    public Builder minDelta(double delta) {
      this.minDelta = delta;
      return this;
    }

    /** How many anomalous values in a row move the baseline; default 50. 1 to a million. */
    public Builder rebaselineAfter(int values) {
      this.rebaselineAfter = values;
      return this;
    }

    /** The side that counts; default both. */
    public Builder direction(Direction side) {
      this.direction = requireNonNull(side, "side");
      return this;
    }

    private Yardstick yardstick(double narrowing) {
      return new Yardstick(threshold, deviationFloor * narrowing, minDelta, direction);
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public EwmaChart build() {
      var problems = new ArrayList<String>();
      if (!(weight > 0 && weight <= 1)) {
        problems.add("weight must be above 0 and at most 1, but is " + weight);
      }
      Limits.requireWithin(problems, "window", window, 2, MOST);
      Limits.requireWithin(problems, "min samples", minSamples, 2, Math.max(2, window));
      yardstick(1).check(problems);
      Limits.requireWithin(problems, "rebaseline after", rebaselineAfter, 1, MOST);
      Limits.throwIfAny("ewma", problems);
      return new EwmaChart(this);
    }
  }
}
