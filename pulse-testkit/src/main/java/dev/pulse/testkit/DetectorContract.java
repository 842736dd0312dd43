package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every {@link Detector}. Extend it, and make {@link #create()} return a new
 * one; override {@link #nextValue} and {@link #extremeValues} where the detector does not take all
 * numbers. All randomness is seeded, so that a failure comes back.
 *
 * <pre>{@code
 * class MyDetectorTest extends DetectorContract {
 *   @Override
 *   protected Detector create() {
 *     return new MyDetector();
 *   }
 * }
 * }</pre>
 */
public abstract class DetectorContract {
  private static final int LENGTH = 300;
  private static final long[] SEEDS = {1, 20, 300};
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** For subclasses. */
  protected DetectorContract() {}

  /** A detector that has seen nothing; each time a new one with the same settings. */
  protected abstract Detector create();

  /**
   * The next value of a made-up series. As it is: around a level that jumps now and then, with
   * noise and single spikes.
   *
   * @param random the only source of randomness
   * @param index how many values came before
   */
  protected double nextValue(Random random, int index) {
    double level = index / 60 % 2 == 0 ? 50 : 130;
    double spike = random.nextInt(12) == 0 ? 500 * random.nextDouble() : 0;
    return level + random.nextGaussian() + spike;
  }

  /** Values that a detector may meet though nobody hopes for them. As it is: of all sizes. */
  protected List<Double> extremeValues() {
    return List.of(
        0.0,
        -0.0,
        1.0,
        -1.0,
        1e-300,
        -1e-300,
        Double.MIN_VALUE,
        1e9,
        -1e9,
        1e154,
        1e155,
        1e300,
        -1e300,
        Double.MAX_VALUE,
        -Double.MAX_VALUE);
  }

  @Test
  void goesOnExactlyWhereTheSavedOneStopped() {
    for (long seed : SEEDS) {
      var values = values(seed);
      var whole = run(create(), values, 0);
      for (int cut = 0; cut <= LENGTH; cut++) {
        var saved = create();
        for (int i = 0; i < cut; i++) {
          saved.observe(values.get(i), at(i));
        }
        var restored = create();
        restored.restore(saved.state());
        assertThat(restored.state())
            .as("state restored after %s values", cut)
            .isEqualTo(saved.state());
        assertThat(run(restored, values, cut))
            .as("verdicts after a restart behind %s values, seed %s", cut, seed)
            .isEqualTo(whole.subList(cut, LENGTH));
      }
    }
  }

  @Test
  void verdictsDoNotDependOnHowTheValuesWereBatched() {
    for (long seed : SEEDS) {
      var values = values(seed);
      var random = new Random(seed);
      var verdicts = new ArrayList<Verdict>();
      var detector = create();
      for (int i = 0; i < LENGTH; i++) {
        verdicts.add(detector.observe(values.get(i), at(i)));
        if (random.nextInt(7) == 0) {
          var state = detector.state();
          detector = create();
          detector.restore(state);
        } else if (random.nextInt(3) == 0) {
          assertThat(detector.state()).as("state, read twice").isEqualTo(detector.state());
        }
      }
      assertThat(verdicts).isEqualTo(run(create(), values, 0));
    }
  }

  @Test
  void twoDetectorsDoNotShareWhatTheyLearn() {
    var values = values(SEEDS[0]);
    var alone = run(create(), values, 0);
    run(create(), values(SEEDS[1]), 0);
    assertThat(run(create(), values, 0)).isEqualTo(alone);
  }

  @Test
  void theEmptyStateMakesItForget() {
    var values = values(SEEDS[0]);
    var detector = create();
    run(detector, values(SEEDS[1]), 0);

    detector.restore(DetectorState.NONE);

    assertThat(detector.state()).isEqualTo(create().state());
    assertThat(run(detector, values, 0)).isEqualTo(run(create(), values, 0));
  }

  @Test
  void aStateOfAnotherFormIsRefusedAndChangesNothing() {
    var values = values(SEEDS[0]);
    var detector = create();
    run(detector, values, 0);
    var before = detector.state();
    var foreign = DetectorState.of("contract.foreign/1", 3, 1, 4, 1, 5);

    assertThatThrownBy(() -> detector.restore(foreign))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(detector.state()).isEqualTo(before);
    var twin = create();
    run(twin, values, 0);
    assertThat(run(detector, values, 0)).isEqualTo(run(twin, values, 0));
  }

  @Test
  void finiteValuesOfAllSizesAreJudgedInFiniteNumbers() {
    for (long seed : SEEDS) {
      var random = new Random(seed);
      var extremes = extremeValues();
      var detector = create();
      for (int i = 0; i < LENGTH; i++) {
        // Long stretches of one value, so that baselines of it come to be.
        int pick = random.nextInt(3) == 0 ? random.nextInt(extremes.size()) : i / 30;
        double value = extremes.get(pick % extremes.size());
        assertFinite(value, detector.observe(value, at(i)));
      }
    }
  }

  @Test
  void breakingARunLeavesAStateToGoOnFrom() {
    var values = values(SEEDS[0]);
    var detector = create();
    for (int i = 0; i < LENGTH; i++) {
      detector.observe(values.get(i), at(i));
      if (i % 17 == 0) {
        detector.breakRun();
        var restored = create();
        restored.restore(detector.state());
        assertThat(restored.state()).isEqualTo(detector.state());
        detector = restored;
      }
    }
  }

  private static void assertFinite(double value, Verdict verdict) {
    verdict
        .facts()
        .forEach(
            (name, fact) ->
                assertThat(fact.doubleValue())
                    .as("fact %s of the verdict on %s", name, value)
                    .isFinite());
  }

  private List<Double> values(long seed) {
    var random = new Random(seed);
    var values = new ArrayList<Double>();
    for (int i = 0; i < LENGTH; i++) {
      values.add(nextValue(random, i));
    }
    return values;
  }

  private static List<Verdict> run(Detector detector, List<Double> values, int from) {
    var verdicts = new ArrayList<Verdict>();
    for (int i = from; i < values.size(); i++) {
      verdicts.add(detector.observe(values.get(i), at(i)));
    }
    return verdicts;
  }

  private static Instant at(int index) {
    return START.plusSeconds(30L * index);
  }
}
