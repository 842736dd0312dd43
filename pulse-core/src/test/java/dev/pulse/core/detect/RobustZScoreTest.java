package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobustZScoreTest extends DetectorContract {
  private final Random random = new Random(11);

  @Override
  protected Detector create() {
    return RobustZScore.builder().window(31).build();
  }

  @ParameterizedTest(name = "{0} after 1 to 9: z {1}, anomalous {2}")
  @CsvSource({"5, 0, false", "15, 3.372, false", "16, 3.710, true", "-6, -3.710, true"})
  void measuresFromTheMedianInMedianDeviations(double value, double z, boolean anomalous) {
    var feed = new Feed(RobustZScore.builder().window(9).minSamples(9).rebaselineAfter(9).build());
    feed.give(9, i -> 1 + (i * 4) % 9);

    var verdict = feed.give(value);

    // The median is 5; the distances from it are 0, 1, 1, 2, 2, 3, 3, 4, 4.
    assertThat(fact(verdict, "expected")).isEqualTo(5);
    assertThat(fact(verdict, "deviation")).isCloseTo(2 / 0.6745, within(0.001));
    assertThat(fact(verdict, "z")).isCloseTo(z, within(0.001));
    assertThat(verdict.kind() == Verdict.Kind.ANOMALOUS).isEqualTo(anomalous);
  }

  @Test
  void theMedianAndItsDeviationAreThoseOfASortedCopy() {
    for (int size : new int[] {1, 2, 3, 4, 7, 10, 59, 60}) {
      var window = new SortedWindow(size);
      for (int i = 0; i < 500; i++) {
        // Few different values, so that many are equal.
        window.add(random.nextInt(5) == 0 ? random.nextGaussian() : random.nextInt(4));
        var values = window.values();
        double median = middle(values);
        double spread = middle(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
        double mean = Arrays.stream(values).map(v -> Math.abs(v - median)).average().orElseThrow();
        double expected = spread > 0 ? spread * 1.482602218505602 : mean * 1.2533141373155;
        assertThat(window.median()).isEqualTo(median);
        assertThat(window.deviation()).as("of %s values", size).isCloseTo(expected, within(1e-9));
      }
    }
  }

  private static double middle(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @Test
  void wildValuesDoNotHideAnother() {
    var robust = new Feed(RobustZScore.builder().build());
    var plain = new Feed(RollingZScore.builder().window(60).minDelta(0).build());
    var values = new double[60];
    Arrays.setAll(values, i -> i % 4 == 3 ? 1000 : 100 + random.nextGaussian());
    robust.give(60, i -> values[i]);
    plain.give(60, i -> values[i]);

    assertThat(robust.give(400).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(plain.give(400).kind()).isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void aConstantSeriesFindsAnyOtherValueOdd() {
    var feed = new Feed(RobustZScore.builder().build());

    assertThat(feed.give(1000, i -> 42)).isZero();
    assertThat(feed.give(42.001).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aFloorAndADeltaKeepOutWhatNobodyCaresAbout() {
    var floor = new Feed(RobustZScore.builder().deviationFloor(1).build());
    var delta = new Feed(RobustZScore.builder().minDelta(4).build());
    floor.give(100, i -> 42);
    delta.give(100, i -> 42);

    assertThat(floor.give(45).kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(delta.give(45).kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(floor.give(46).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(delta.give(46).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aLevelThatLastsBecomesTheWindow() {
    var feed = new Feed(RobustZScore.builder().build());
    feed.give(100, i -> 100 + random.nextGaussian());

    assertThat(feed.give(19, i -> 200 + random.nextGaussian())).isEqualTo(19);
    assertThat(feed.give(200).kind()).isEqualTo(Verdict.Kind.REBASELINED);
    assertThat(fact(feed.give(200), "expected")).isCloseTo(200, within(1.0));
  }

  @Test
  void aStateOfALongerWindowLeavesTheNewest() {
    var longer = RobustZScore.builder().window(100).build();
    new Feed(longer).give(100, i -> i);
    var shorter = RobustZScore.builder().window(21).build();
    shorter.restore(longer.state());

    assertThat(fact(shorter.observe(0, Feed.START), "expected")).isEqualTo(89);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteAndLearnsNothing(double value) {
    var detector = create();
    var feed = new Feed(detector);
    feed.give(50, i -> i % 3);
    var before = detector.state();

    assertThatThrownBy(() -> feed.give(value)).isInstanceOf(IllegalArgumentException.class);
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void everyProblemOfTheBuilderIsReported() {
    assertThatThrownBy(
            () ->
                RobustZScore.builder()
                    .window(10_001)
                    .minSamples(2)
                    .threshold(0)
                    .rebaselineAfter(0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("robust: window must be 3 to 10000, but is 10001")
        .hasMessageContainingAll("min samples", "threshold", "rebaseline after");
  }
}
