package dev.pulse.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollingZScoreTest extends DetectorContract {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
  private static final double[] BASELINE_A = {100, 102, 98, 101, 99, 100, 103, 97, 100, 100};

  @Override
  protected Detector create() {
    return RollingZScore.builder().window(40).build();
  }

  @ParameterizedTest(name = "case A: {0} after a baseline around 100: z {1}, anomalous {2}")
  @CsvSource({
    "105, 2.9881, false",
    "106, 3.5857, false",
    "119, 11.3547, false",
    "120, 11.9523, true",
    "121, 12.5499, true",
  })
  void judgesByDeviationsAndByDelta(double value, double z, boolean anomalous) {
    var detector = after(BASELINE_A);

    var verdict = detector.observe(value, AT);

    assertThat(verdict.kind() == Verdict.Kind.ANOMALOUS).isEqualTo(anomalous);
    assertThat(fact(verdict, "z")).isCloseTo(z, within(0.00005));
    assertThat(fact(verdict, "mean")).isEqualTo(100.0);
    assertThat(fact(verdict, "stddev")).isCloseTo(1.6733, within(0.00005));
  }

  @ParameterizedTest(name = "case C: {0} after ten times 50: z {1}, anomalous {2}")
  @CsvSource({"60, 10, false", "80, 30, true"})
  void aLevelSeriesIsJudgedWithTheDeviationFloor(double value, double z, boolean anomalous) {
    var verdict = after(times(10, 50)).observe(value, AT);

    assertThat(fact(verdict, "stddev")).isEqualTo(1.0);
    assertThat(fact(verdict, "z")).isEqualTo(z);
    assertThat(verdict.kind() == Verdict.Kind.ANOMALOUS).isEqualTo(anomalous);
  }

  @ParameterizedTest(name = "case D: {0} after nine times 50")
  @ValueSource(doubles = {0, 50, 60, 80, 10_000, 1e9})
  void hasNoVerdictBelowTheMinimumOfSamples(double value) {
    assertThat(after(times(9, 50)).observe(value, AT)).isEqualTo(Verdict.learning());
  }

  @Test
  void acceptsWhatItLearnsFromBeforeItHasAVerdict() {
    var detector = after(times(9, 50));
    detector.observe(150, AT);

    assertThat(fact(detector.observe(60, AT), "mean")).isEqualTo(60.0);
  }

  @Test
  void tenEqualValuesThenTenSecondsFire() {
    assertThat(after(times(10, 50)).observe(10_000, AT).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void theJudgedValueIsNotInItsOwnBaseline() {
    var verdict = after(times(10, 50)).observe(200, AT);

    assertThat(fact(verdict, "mean")).isEqualTo(50.0);
    assertThat(verdict.facts().get("n")).isEqualTo(10L);
  }

  @Test
  void aScoreOfExactlyTheThresholdIsNormal() {
    var detector = RollingZScore.builder().minDelta(0).build();
    feed(detector, times(10, 50));

    assertThat(detector.observe(53, AT).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void aDeltaOfExactlyTheMinimumIsAnomalous() {
    assertThat(after(times(10, 50)).observe(70, AT).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(after(times(10, 50)).observe(69, AT).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void lowValuesAreNeverAnomalous() {
    assertThat(after(times(10, 5000)).observe(0, AT).kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(after(times(10, 5000)).observe(-1e9, AT).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void aNormalValueIsAcceptedAndAnAnomalousOneIsNot() {
    var detector = after(times(10, 50));

    detector.observe(500, AT);
    assertThat(detector.observe(61, AT).facts())
        .containsEntry("n", 10L)
        .containsEntry("mean", 50.0);
    assertThat(detector.observe(50, AT).facts())
        .containsEntry("n", 11L)
        .containsEntry("mean", 51.0);
  }

  @Test
  void theWindowForgetsTheOldestValue() {
    var detector = RollingZScore.builder().window(10).build();
    feed(detector, times(10, 40));
    feed(detector, times(10, 50));

    assertThat(detector.observe(50, AT).facts())
        .containsEntry("n", 10L)
        .containsEntry("mean", 50.0);
  }

  @Test
  void theTwentiethAnomalousValueInARowIsTheNewBaseline() {
    var detector = after(times(10, 50));
    for (int i = 1; i <= 19; i++) {
      assertThat(detector.observe(200 + i, AT).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    }

    var twentieth = detector.observe(220, AT);

    assertThat(twentieth.kind()).isEqualTo(Verdict.Kind.REBASELINED);
    assertThat(twentieth.facts()).containsEntry("mean", 50.0).containsEntry("n", 10L);
    assertThat(detector.observe(211, AT).facts())
        .as("exactly the twenty values 201 to 220")
        .containsEntry("n", 20L)
        .containsEntry("mean", 210.5)
        .containsEntry("stddev", Math.sqrt(33.25));
  }

  @Test
  void aNormalValueInBetweenBeginsTheRowAnew() {
    var detector = after(times(10, 50));
    feed(detector, times(19, 200));
    detector.observe(50, AT);

    for (int i = 1; i <= 19; i++) {
      assertThat(detector.observe(200, AT).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    }
    assertThat(detector.observe(200, AT).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @Test
  void breakingTheRunBeginsTheRowAnewAndKeepsTheBaseline() {
    var detector = after(times(10, 50));
    feed(detector, times(19, 200));

    detector.breakRun();

    assertThat(detector.observe(200, AT).facts())
        .containsEntry("mean", 50.0)
        .containsEntry("n", 10L);
    feed(detector, times(18, 200));
    assertThat(detector.observe(200, AT).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @Test
  void factsComeInTheOrderOfIncidentDetails() {
    var facts = after(times(10, 50)).observe(200, AT).facts();

    assertThat(facts.keySet()).containsExactly("mean", "stddev", "z", "n", "threshold");
    assertThat(facts.values()).containsExactly(50.0, 1.0, 150.0, 10L, 3.0);
  }

  @Test
  void aLongHistoryLeavesNoTraceBehindTheWindow() {
    var random = new Random(5);
    var old = RollingZScore.builder().window(20).minDelta(1e12).build();
    for (int i = 0; i < 10_000; i++) {
      old.observe(random.nextDouble() * 1e9, AT);
    }
    var young = RollingZScore.builder().window(20).minDelta(1e12).build();
    for (int i = 0; i < 20; i++) {
      double value = random.nextDouble();
      old.observe(value, AT);
      young.observe(value, AT);
    }

    assertThat(old.observe(0.5, AT)).isEqualTo(young.observe(0.5, AT));
  }

  @Test
  void hugeValuesHaveAnExactMeanAndDeviation() {
    var detector = RollingZScore.builder().window(2).minSamples(2).build();
    feed(detector, 1e300, 3e300);

    var facts = detector.observe(6e300, AT).facts();

    assertThat((Double) facts.get("mean")).isCloseTo(2e300, within(1e286));
    assertThat((Double) facts.get("stddev")).isCloseTo(1e300, within(1e286));
    assertThat((Double) facts.get("z")).isCloseTo(4, within(1e-9));
  }

  @Test
  void tinyValuesHaveAnExactDeviation() {
    var detector =
        RollingZScore.builder().window(2).minSamples(2).deviationFloor(1e-310).minDelta(0).build();
    feed(detector, 1e-300, 3e-300);

    var verdict = detector.observe(6e-300, AT);

    assertThat(fact(verdict, "stddev")).isCloseTo(1e-300, within(1e-312));
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteAndLearnsNothingFromIt(double value) {
    var detector = after(times(10, 50));
    var before = detector.state();

    assertThatThrownBy(() -> detector.observe(value, AT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void aStateOfWiderSettingsKeepsItsNewestValues() {
    var wide = RollingZScore.builder().build();
    for (int i = 1; i <= 100; i++) {
      wide.observe(i, AT);
    }
    var narrow = RollingZScore.builder().window(10).build();

    narrow.restore(wide.state());

    assertThat(narrow.observe(95, AT).facts()).containsEntry("n", 10L).containsEntry("mean", 95.5);
  }

  @Test
  void aRunOfWiderSettingsStaysBelowTheNewLimit() {
    var patient = after(times(10, 50));
    feed(patient, times(15, 200));
    var hasty = RollingZScore.builder().rebaselineAfter(3).build();

    hasty.restore(patient.state());

    assertThat(hasty.observe(200, AT).kind()).isEqualTo(Verdict.Kind.REBASELINED);
    assertThat(fact(hasty.observe(200, AT), "mean")).as("minSamples is 10").isNaN();
  }

  @Test
  void damagedStatesAreRefusedAndChangeNothing() {
    var detector = after(times(10, 50));
    var before = detector.state();
    for (double[] damaged :
        List.of(
            new double[0],
            new double[] {2, 1},
            new double[] {-1, 1},
            new double[] {0.5, 1},
            new double[] {Double.NaN, 1},
            new double[] {1e300, 1},
            new double[] {1, Double.NaN},
            new double[] {1, 5, Double.POSITIVE_INFINITY})) {
      assertThatThrownBy(() -> detector.restore(DetectorState.of("zscore/1", damaged)))
          .as(Arrays.toString(damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("zscore/1");
    }
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void reportsEverythingThatIsNotAllowedAtOnce() {
    var builder =
        RollingZScore.builder()
            .window(20)
            .minSamples(21)
            .threshold(0)
            .deviationFloor(Double.NaN)
            .minDelta(-1)
            .rebaselineAfter(0);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "z-score: min samples must be 2 to the window (20), but is 21;"
                + " rebaseline after must be 1 to the window (20), but is 0;"
                + " threshold must be positive and finite, but is 0.0;"
                + " deviation floor must be positive and finite, but is NaN;"
                + " min delta must be finite and not negative, but is -1.0");
  }

  @Test
  void refusesAWindowOutOfRange() {
    assertThatThrownBy(RollingZScore.builder().window(1)::build)
        .hasMessageContaining("window must be 2 to 10000, but is 1");
    assertThatThrownBy(RollingZScore.builder().window(10_001)::build)
        .hasMessageContaining("but is 10001");
  }

  @Test
  void aSmallWindowTakesSmallerDefaults() {
    var detector = RollingZScore.builder().window(2).build();
    feed(detector, 50, 50);

    assertThat(detector.observe(100, AT).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(detector.observe(100, AT).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  private static RollingZScore after(double... values) {
    var detector = RollingZScore.builder().build();
    feed(detector, values);
    return detector;
  }

  private static void feed(Detector detector, double... values) {
    for (double value : values) {
      detector.observe(value, AT);
    }
  }

  private static double[] times(int count, double value) {
    var values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private static double fact(Verdict verdict, String name) {
    var fact = verdict.facts().get(name);
    return fact == null ? Double.NaN : fact.doubleValue();
  }
}
