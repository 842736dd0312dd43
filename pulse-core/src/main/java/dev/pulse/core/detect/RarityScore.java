package dev.pulse.core.detect;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.ArrayList;

/**
 * Finds what hardly ever happened before, in series of any shape. Take it when nothing is known of
 * the numbers; where it is known that they stay near a level, have a rhythm of the week, or tell
 * how often something fails, take {@link RobustZScore}, {@link SeasonalZScore} or {@link
 * ProportionZTest}, whose verdicts are simpler to check by hand.
 *
 * <p>The series is looked at in six ways: how far the value lies <em>high</em> above the level of
 * the last 1,000 values, or <em>low</em> beneath it; how far the mean of the last 20 values has
 * <em>drifted</em> from the level; how much <em>busier</em> or <em>calmer</em> the last 33 values
 * moved than is usual; and, when the time of day explains half of the distances from the level, how
 * far the last 7 values lie from what is usual at this half hour (UTC). Each view counts how often
 * it saw something as large, and its <em>rarity</em> is the decimal logarithm of once in how many:
 * 3 is once in a thousand. What exceeds everything that was seen gains 3 for each doubling beyond,
 * 6 at most. The score is
 *
 * <pre>{@code
 * score = the greatest rarity + ¼ × the sum of the others
 * }</pre>
 *
 * <p>If the views were independent their rarities would add up; they all see one series, so that
 * each further one counts a quarter. A score of at least the threshold is anomalous. No
 * distribution is assumed, and no unit: but for rounding the score stays the same when all values
 * are multiplied by a positive number or a number is added to all of them.
 *
 * <p>After an anomaly the next {@code hold} values are only anomalous when they score higher than
 * it; what scores above the threshold, or lies nearer to the anomalous value than to the level that
 * was, is {@link dev.pulse.api.detect.Verdict.Kind#UNSURE}. When that is still so as the time is
 * over, the verdict is {@link dev.pulse.api.detect.Verdict.Kind#REBASELINED}. All values are
 * learnt: what happens often enough stops being rare.
 *
 * <p>Facts, in this order: {@code expected} (the level), {@code score}, {@code threshold}, {@code
 * high}, {@code low}, {@code drift}, {@code busy}, {@code calm}, {@code daily} (the rarities),
 * {@code n} (how many values came before). {@link Verdict#score} is {@code score ÷ (score +
 * threshold)}, and 0 for what is above the threshold but no news.
 *
 * <p>Defaults: threshold 4, a verdict from 100 values on, hold 200, counts halved at 10,000 values,
 * no minimum delta. The time of day is asked from the second day on. Confine to one thread.
 *
 * <pre>{@code
 * AlertRule.whenAnomalous(Signal.sample("queue_length"), RarityScore.builder()::build)
 * }</pre>
 */
public final class RarityScore implements Detector {
  private static final String FORM = "rarity/1";

  /** What each view but the strongest counts. */
  private static final double SHARE = 0.25;

  private static final String[] NAMES = {"high", "low", "drift", "busy", "calm", "daily"};

  private final double threshold;
  private final int minSamples;
  private final int hold;
  private final int memory;
  private final double minDelta;
  private final double[] rarities = new double[RarityViews.COUNT];
  private RarityViews views;
  private long count;
  private Alarm alarm = Alarm.NONE;

  /**
   * The last anomaly, while it matters.
   *
   * @param left how many values it matters for; 0 for no anomaly
   * @param score how odd it was
   * @param level what was expected then
   * @param value what was found
   */
  private record Alarm(int left, double score, double level, double value) {
    static final Alarm NONE = new Alarm(0, 0, 0, 0);

    boolean isOn() {
      return left > 0;
    }

    Alarm next() {
      return left <= 1 ? NONE : new Alarm(left - 1, score, level, value);
    }

    /** Whether a value lies nearer to the odd one than to what was usual before. */
    boolean isLike(double other) {
      return Math.abs(other / 2 - value / 2) < Math.abs(other / 2 - level / 2);
    }
  }

  private RarityScore(Builder builder) {
    this.threshold = builder.threshold;
    this.minSamples = builder.minSamples;
    this.hold = builder.hold;
    this.memory = builder.memory;
    this.minDelta = builder.minDelta;
    this.views = new RarityViews(memory);
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
    views.look(value, at.getEpochSecond(), minDelta, count, rarities);
    double expected = views.level();
    views.learnLevel(count);
    long before = count++;
    if (before < minSamples) {
      return Verdict.learning();
    }
    double score = score();
    return describe(judge(value, score, expected), score, expected, before);
  }

  private double score() {
    double most = 0;
    double sum = 0;
    for (double rarity : rarities) {
      most = Math.max(most, rarity);
      sum += rarity;
    }
    return most + SHARE * (sum - most);
  }

  private Verdict.Kind judge(double value, double score, double expected) {
    var current = alarm;
    if (score >= threshold && score > current.score()) {
      alarm = new Alarm(hold, score, expected, value);
      return Verdict.Kind.ANOMALOUS;
    }
    alarm = current.next();
    if (!current.isOn() || !(score >= threshold || current.isLike(value))) {
      return Verdict.Kind.NORMAL;
    }
    return alarm.isOn() ? Verdict.Kind.UNSURE : Verdict.Kind.REBASELINED;
  }

  private Verdict describe(Verdict.Kind kind, double score, double expected, long before) {
    // What was already told is no news, however odd: a rank of scores would count it twice.
    boolean told = kind == Verdict.Kind.UNSURE && score >= threshold;
    var verdict =
        Verdict.of(kind)
            .withScore(told ? 0 : Score.grade(score, threshold))
            .withFact("expected", expected)
            .withFact("score", score)
            .withFact("threshold", threshold);
    for (int i = 0; i < NAMES.length; i++) {
      verdict = verdict.withFact(NAMES[i], rarities[i]);
    }
    return verdict.withFact("n", before);
  }

  /** What the last anomaly was, then what the views know. */
  @Override
  public DetectorState state() {
    if (count == 0) {
      return DetectorState.NONE;
    }
    var state = new StateWriter().add(count);
    state.add(alarm.left()).add(alarm.score()).add(alarm.level()).add(alarm.value());
    views.write(state);
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
      count = 0;
      alarm = Alarm.NONE;
      views = new RarityViews(memory);
      return;
    }
    var reader = new StateReader(state, FORM);
    long before = reader.count(1L << 53);
    int left = (int) reader.count(Integer.MAX_VALUE);
    var last = new Alarm(left, reader.magnitude(), reader.number(), reader.number());
    var known = RarityViews.read(reader, memory);
    reader.end();
    count = before;
    alarm = last;
    views = known;
  }

  @Override
  public void breakRun() {
    alarm = Alarm.NONE;
  }

  /** Builds a {@link RarityScore}; may be used for many. Confine to one thread. */
  public static final class Builder {
    static final double THRESHOLD = 4;
    static final int MIN_SAMPLES = 100;
    static final int HOLD = 200;
    static final int MEMORY = 10_000;
    static final double MIN_DELTA = 0;
    private static final int MOST = 1_000_000;

    private double threshold = THRESHOLD;
    private int minSamples = MIN_SAMPLES;
    private int hold = HOLD;
    private int memory = MEMORY;
    private double minDelta = MIN_DELTA;

    private Builder() {}

    /**
     * From which score on a value is anomalous; default 4. One more makes it ten times rarer.
     * Positive.
     */
    public Builder threshold(double score) {
      this.threshold = score;
      return this;
    }

    /** From how many values on there is a verdict; default 100. 10 to a million. */
    public Builder minSamples(int values) {
      this.minSamples = values;
      return this;
    }

    /**
     * For how many values after an anomaly only something odder is one as well, and how long
     * something odd lasts until it is normal; default 200. 1 to a million.
     */
    public Builder hold(int values) {
      this.hold = values;
      return this;
    }

    /**
     * At how many values the counts are halved; default 10,000. What is rarer than once in so many
     * looks all alike. 1,000 to a million.
     */
    public Builder memory(int values) {
      this.memory = values;
      return this;
    }

    /**
     * Up to which distance, in the unit of the values, values count as equal; default 0. Not
     * negative.
     */
    public Builder minDelta(double delta) {
      this.minDelta = delta;
      return this;
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public RarityScore build() {
      var problems = new ArrayList<String>();
      Limits.requirePositive(problems, "threshold", threshold);
      Limits.requireWithin(problems, "min samples", minSamples, 10, MOST);
      Limits.requireWithin(problems, "hold", hold, 1, MOST);
      Limits.requireWithin(problems, "memory", memory, 1000, MOST);
      Limits.requireNotNegative(problems, "min delta", minDelta);
      Limits.throwIfAny("rarity", problems);
      return new RarityScore(this);
    }
  }
}
