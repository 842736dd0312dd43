package dev.pulse.core.detect;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Finds values that lie far from the median of the last ones. Take it for numbers that have a level
 * and now and then a wild value, which would widen the deviations of {@link RollingZScore} until it
 * sees nothing: here up to half of the window may be wild.
 *
 * <p>With the median and the median absolute deviation (MAD) of the last values, without the one
 * that is judged,
 *
 * <pre>{@code
 * deviation = max(MAD ÷ 0.6745, deviation floor)
 * z         = (value − median) ÷ deviation
 * }</pre>
 *
 * <p>the value is anomalous when {@code z} is beyond the threshold on the side that counts and the
 * value lies at least the minimum delta away. This is the modified z-score of Iglewicz and Hoaglin
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17, "Detection of Outliers"), with their
 * threshold. Where more than half of the window is one value the MAD is 0, and {@code √(π ÷ 2) ×}
 * the mean absolute deviation takes its place; where all are one value any other is anomalous,
 * unless floor or delta say otherwise.
 *
 * <p>Every value enters the window, odd ones too. When so many in a row were anomalous that they
 * must be the new level, the window becomes exactly those, and the verdict is {@link
 * dev.pulse.api.detect.Verdict.Kind#REBASELINED}.
 *
 * <p>Facts, in this order: {@code expected} (the median), {@code deviation}, {@code z}, {@code
 * threshold}, {@code n} (the size of the window). {@link Verdict#score} is {@code z ÷ (z +
 * threshold)}, and 0 on the side that does not count.
 *
 * <p>Defaults: a window of 60 values, a verdict from 20 values on, threshold 3.5, both directions,
 * no floor, no minimum delta, new baseline after 20 values in a row. Confine to one thread.
 *
 * <pre>{@code
 * AlertRule.whenAnomalous(Signal.latency(), RobustZScore.builder().minDelta(50)::build)
 * }</pre>
 */
public final class RobustZScore implements Detector {
  private static final String FORM = "robust/1";

  private final int minSamples;
  private final int rebaselineAfter;
  private final Yardstick yardstick;
  private final SortedWindow window;
  private int run;

  private RobustZScore(Builder builder) {
    this.minSamples = builder.minSamples;
    this.rebaselineAfter = builder.rebaselineAfter;
    this.yardstick = builder.yardstick();
    this.window = new SortedWindow(builder.window);
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
    if (window.size() < minSamples) {
      window.add(value);
      return Verdict.learning();
    }
    var measured = yardstick.measure(value, window.median(), window.deviation());
    int size = window.size();
    return Verdict.of(judge(measured.odd(), value))
        .withScore(measured.score())
        .withFact("expected", measured.expected())
        .withFact("deviation", measured.deviation())
        .withFact("z", measured.z())
        .withFact("threshold", yardstick.threshold())
        .withFact("n", (long) size);
  }

  private Verdict.Kind judge(boolean odd, double value) {
    window.add(value);
    run = odd ? run + 1 : 0;
    if (run < rebaselineAfter) {
      return odd ? Verdict.Kind.ANOMALOUS : Verdict.Kind.NORMAL;
    }
    var values = window.values();
    int length = Math.min(run, values.length);
    window.setTo(Arrays.copyOfRange(values, values.length - length, values.length));
    run = 0;
    return Verdict.Kind.REBASELINED;
  }

  /** The length of the run, then the window, oldest first. */
  @Override
  public DetectorState state() {
    return window.size() == 0
        ? DetectorState.NONE
        : new StateWriter().add(run).addAll(window.values()).state(FORM);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The state may come from a detector with other settings; when it holds more than these
   * settings keep, the newest values stay.
   */
  @Override
  public void restore(DetectorState state) {
    if (state.isNone()) {
      run = 0;
      window.setTo(new double[0]);
      return;
    }
    var reader = new StateReader(state, FORM);
    int odd = (int) reader.count(Integer.MAX_VALUE - 1);
    var values = reader.numbers();
    reader.end();
    run = Math.min(odd, rebaselineAfter - 1);
    window.setTo(values);
  }

  @Override
  public void breakRun() {
    run = 0;
  }

  /** Builds a {@link RobustZScore}; may be used for many. Confine to one thread. */
  public static final class Builder {
    static final int WINDOW = 60;
    static final int MIN_SAMPLES = 20;
    static final double THRESHOLD = 3.5;
    static final int REBASELINE_AFTER = 20;
    private static final int MAX_WINDOW = 10_000;

    private int window = WINDOW;
    private int minSamples = MIN_SAMPLES;
    private double threshold = THRESHOLD;
    private double deviationFloor;
    private double minDelta;
    private int rebaselineAfter = REBASELINE_AFTER;
    private Direction direction = Direction.BOTH;

    private Builder() {}

    /**
     * How many values make up the window at most; default 60. A value costs more with a longer
     * window: about 0.2 µs with 60, several with 10,000. 3 to 10,000.
     */
    public Builder window(int values) {
      this.window = values;
      return this;
    }

    /** From how many values on there is a verdict; default 20. 3 to the window. */
    public Builder minSamples(int values) {
      this.minSamples = values;
      return this;
    }

    /** Beyond how many deviations a value is anomalous; default 3.5. Positive. */
    public Builder threshold(double deviations) {
      this.threshold = deviations;
      return this;
    }

    /** The least deviation to reckon with, in the unit of the values; default 0. Not negative. */
    public Builder deviationFloor(double floor) {
      this.deviationFloor = floor;
      return this;
    }

    /**
     * How far from the median a value must lie at least, in the unit of the values; default 0. Not
     * negative.
     */
    public Builder minDelta(double delta) {
      this.minDelta = delta;
      return this;
    }

    /**
     * How many anomalous values in a row become the window; default 20. From half a window on they
     * are its median anyway. 1 to the window.
     */
    public Builder rebaselineAfter(int values) {
      this.rebaselineAfter = values;
      return this;
    }

    /** The side that counts; default both. */
    public Builder direction(Direction side) {
      this.direction = requireNonNull(side, "side");
      return this;
    }

    private Yardstick yardstick() {
      return new Yardstick(threshold, deviationFloor, minDelta, direction);
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public RobustZScore build() {
      var problems = new ArrayList<String>();
      Limits.requireWithin(problems, "window", window, 3, MAX_WINDOW);
      Limits.requireWithin(problems, "min samples", minSamples, 3, Math.max(3, window));
      yardstick().check(problems);
      Limits.requireWithin(problems, "rebaseline after", rebaselineAfter, 1, Math.max(1, window));
      Limits.throwIfAny("robust", problems);
      return new RobustZScore(this);
    }
  }
}
