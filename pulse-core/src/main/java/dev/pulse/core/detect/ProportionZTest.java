package dev.pulse.core.detect;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.Arrays;

/**
 * Finds out whether something fails more often than it used to. Observes 1 for a failure and 0 for
 * none, as {@link dev.pulse.api.model.Signal#failures()} gives them; for numbers with a level of
 * their own take {@link RollingZScore}.
 *
 * <p><em>Recent</em> are the last 20 entries, the judged one included; the <em>baseline</em> are up
 * to 100 entries before those. With the proportions of failures in both,
 *
 * <pre>{@code
 * stddev = √(max(p_base × (1 − p_base), 0.0099) ÷ 20)
 * z      = (p_recent − p_base) ÷ stddev
 * }</pre>
 *
 * <p>the entry is anomalous when {@code z} is above 3 and recent holds at least 3 failures, normal
 * when {@code z} is at most 1 or recent holds at most 1 failure, and in between the verdict is
 * {@link dev.pulse.api.detect.Verdict.Kind#UNSURE}. With fewer than 20 entries in the baseline it
 * is {@link dev.pulse.api.detect.Verdict.Kind#LEARNING}. This is the z-test of one proportion
 * against a known one (NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.4, "Does the proportion
 * of defectives meet requirements?"); 0.0099 is the variance of a proportion of 1 %, so that a
 * baseline without a single failure does not make the first one infinitely odd. The comparisons
 * with 3 and 1 are exact.
 *
 * <p>Facts, in this order: {@code value} (the recent proportion), {@code mean} (that of the
 * baseline), {@code stddev}, {@code z}, {@code n} (the number of baseline entries), {@code
 * threshold}, {@code failures} (how many of the recent entries). {@link Verdict#score} is {@code z
 * ÷ (z + 3)}. The numbers are fixed. Confine to one thread.
 */
public final class ProportionZTest implements Detector {
  private static final String FORM = "proportion/1";
  private static final int RECENT = 20;
  private static final int BASELINE = 100;
  private static final int MIN_BASELINE = 20;
  private static final int OPENS_ABOVE = 3;
  private static final int CLOSES_UP_TO = 1;
  private static final int OPENING_FAILURES = 3;
  private static final int CLOSING_FAILURES = 1;
  private static final double LEAST_VARIANCE = 0.0099;

  private final DoubleQueue entries = new DoubleQueue(BASELINE + RECENT);

  /** A test that has seen nothing. */
  public ProportionZTest() {}

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the value is neither 0 nor 1; nothing is learnt from it
   */
  @Override
  public Verdict observe(double value, Instant at) {
    if (!isEntry(value)) {
      throw new IllegalArgumentException(
          "expected 1 for a failure or 0 for none, but found " + value);
    }
    entries.add(value);
    var all = entries.values();
    int count = all.length - RECENT;
    return count < MIN_BASELINE
        ? Verdict.learning()
        : judge(failures(all, count, all.length), failures(all, 0, count), count);
  }

  private static Verdict judge(int recentFailures, int baseFailures, int count) {
    double recent = (double) recentFailures / RECENT;
    double base = (double) baseFailures / count;
    double deviation = Math.sqrt(Math.max(base * (1 - base), LEAST_VARIANCE) / RECENT);
    double z = (recent - base) / deviation;
    return Verdict.of(kind(recentFailures, baseFailures, count))
        .withScore(Score.grade(z, OPENS_ABOVE))
        .withFact("value", recent)
        .withFact("mean", base)
        .withFact("stddev", deviation)
        .withFact("z", z)
        .withFact("n", (long) count)
        .withFact("threshold", (double) OPENS_ABOVE)
        .withFact("failures", (long) recentFailures);
  }

  private static Verdict.Kind kind(int recentFailures, int baseFailures, int count) {
    if (recentFailures >= OPENING_FAILURES
        && isAbove(OPENS_ABOVE, recentFailures, baseFailures, count)) {
      return Verdict.Kind.ANOMALOUS;
    }
    boolean settled =
        recentFailures <= CLOSING_FAILURES
            || !isAbove(CLOSES_UP_TO, recentFailures, baseFailures, count);
    return settled ? Verdict.Kind.NORMAL : Verdict.Kind.UNSURE;
  }

  /**
   * Whether z is above a positive number. Some baselines make z exactly 1 or 3, where the last
   * digit of a double would decide. So both sides are squared and multiplied by the denominators,
   * which leaves whole numbers: with f of 20 and b of n failures, z &gt; k when f·n − 20·b &gt; 0
   * and (f·n − 20·b)² &gt; 20·k²·max(b·(n − b), 0.0099·n²).
   */
  private static boolean isAbove(int k, int recentFailures, int baseFailures, int count) {
    long difference = (long) recentFailures * count - (long) RECENT * baseFailures;
    long variance = Math.max(10_000L * baseFailures * (count - baseFailures), 99L * count * count);
    return difference > 0 && 10_000 * difference * difference > (long) RECENT * k * k * variance;
  }

  private static int failures(double[] entries, int from, int to) {
    int failures = 0;
    for (int i = from; i < to; i++) {
      failures += (int) entries[i];
    }
    return failures;
  }

  /** All entries that still count, oldest first. */
  @Override
  public DetectorState state() {
    return entries.size() == 0 ? DetectorState.NONE : DetectorState.of(FORM, entries.values());
  }

  @Override
  public void restore(DetectorState state) {
    var values = state.isNone() ? new double[0] : state.values(FORM);
    if (values.length > BASELINE + RECENT
        || !Arrays.stream(values).allMatch(ProportionZTest::isEntry)) {
      throw new IllegalArgumentException(
          "expected a detector state of form "
              + FORM
              + ": up to "
              + (BASELINE + RECENT)
              + " entries of 0 or 1; but found something else in "
              + values.length
              + " values");
    }
    entries.setTo(values);
  }

  private static boolean isEntry(double value) {
    return value == 0 || value == 1;
  }
}
