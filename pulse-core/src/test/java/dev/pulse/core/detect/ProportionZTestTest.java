package dev.pulse.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionZTestTest extends DetectorContract {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

  @Override
  protected Detector create() {
    return new ProportionZTest();
  }

  @Override
  protected double nextValue(Random random, int index) {
    return random.nextInt(index / 70 % 2 == 0 ? 30 : 4) == 0 ? 1 : 0;
  }

  @Override
  protected List<Double> extremeValues() {
    return List.of(0.0, -0.0, 1.0);
  }

  @ParameterizedTest(name = "case F: {0} failures of 20 after none: z {1}, {2}")
  @CsvSource({"1, 2.2473, NORMAL", "2, 4.4947, UNSURE", "3, 6.7420, ANOMALOUS"})
  void opensOnlyAtThreeFailures(int failures, double z, Verdict.Kind kind) {
    var verdict = after(100, 0, failures);

    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat((Double) verdict.facts().get("z")).isCloseTo(z, within(0.00005));
  }

  @Test
  void factsComeInTheOrderOfIncidentDetails() {
    var facts = after(50, 10, 9).facts();

    assertThat(facts.keySet())
        .containsExactly("value", "mean", "stddev", "z", "n", "threshold", "failures");
    assertThat(facts)
        .containsEntry("value", 0.45)
        .containsEntry("mean", 0.2)
        .containsEntry("stddev", Math.sqrt(0.2 * 0.8 / 20))
        .containsEntry("n", 50L)
        .containsEntry("threshold", 3.0)
        .containsEntry("failures", 9L);
  }

  @Test
  void aBaselineThatOftenFailsNeedsMoreFailuresToOpen() {
    assertThat(after(100, 20, 9).kind()).as("z 2.7951").isEqualTo(Verdict.Kind.UNSURE);
    assertThat(after(100, 20, 10).kind()).as("z 3.3541").isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aScoreOfAtMostOneIsNormal() {
    assertThat(after(100, 20, 5).kind()).as("z 0.5590").isEqualTo(Verdict.Kind.NORMAL);
    assertThat(after(100, 20, 6).kind()).as("z 1.1180").isEqualTo(Verdict.Kind.UNSURE);
  }

  @ParameterizedTest(name = "{2} of 20 after {1} of {0}: z is exactly 1")
  @CsvSource({"21, 20, 20", "24, 4, 5", "42, 40, 20", "84, 80, 20", "96, 16, 5"})
  void aScoreOfExactlyOneIsNormalWhateverTheLastDigitOfADoubleSays(
      int count, int baseFailures, int recentFailures) {
    assertThat(after(count, baseFailures, recentFailures).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @ParameterizedTest(name = "20 of 20 after {1} of {0}: z is exactly 3")
  @CsvSource({"29, 20", "58, 40", "87, 60"})
  void aScoreOfExactlyThreeDoesNotOpen(int count, int baseFailures) {
    assertThat(after(count, baseFailures, 20).kind()).isEqualTo(Verdict.Kind.UNSURE);
  }

  @Test
  void fewerFailuresThanBeforeAreNormal() {
    assertThat(after(100, 60, 2).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void hasNoVerdictBelowTwentyBaselineEntries() {
    assertThat(after(19, 0, 20)).isEqualTo(Verdict.learning());
    assertThat(after(20, 0, 20).facts()).containsEntry("n", 20L);
  }

  @Test
  void theBaselineEndsAHundredEntriesBeforeTheRecentOnes() {
    var detector = new ProportionZTest();
    for (int i = 0; i < 500; i++) {
      detector.observe(1, AT);
    }
    for (int i = 0; i < 119; i++) {
      detector.observe(0, AT);
    }
    var facts = detector.observe(0, AT).facts();

    assertThat(facts).containsEntry("n", 100L).containsEntry("mean", 0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0.5, 2, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesEverythingButZeroAndOne(double value) {
    var detector = new ProportionZTest();
    detector.observe(1, AT);
    var before = detector.state();

    assertThatThrownBy(() -> detector.observe(value, AT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 for a failure or 0 for none");
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void damagedStatesAreRefusedAndChangeNothing() {
    var detector = new ProportionZTest();
    detector.observe(1, AT);
    var before = detector.state();

    for (double[] damaged : List.of(new double[121], new double[] {0, 2}, new double[] {0.5})) {
      assertThatThrownBy(() -> detector.restore(DetectorState.of("proportion/1", damaged)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("up to 120 entries of 0 or 1");
    }
    assertThat(detector.state()).isEqualTo(before);
  }

  /** The verdict on the last of 20 entries after a baseline; failures come first in both. */
  private static Verdict after(int baseline, int baseFailures, int recentFailures) {
    var detector = new ProportionZTest();
    Verdict last = Verdict.learning();
    for (int i = 0; i < baseline; i++) {
      last = detector.observe(i < baseFailures ? 1 : 0, AT);
    }
    for (int i = 0; i < 20; i++) {
      last = detector.observe(i < recentFailures ? 1 : 0, AT);
    }
    return last;
  }
}
