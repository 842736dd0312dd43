package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EwmaChartTest extends DetectorContract {
  private final Random random = new Random(7);

  @Override
  protected Detector create() {
    return EwmaChart.builder().rebaselineAfter(10).build();
  }

  @Test
  void measuresTheAverageAgainstTheBaseline() {
    var feed = new Feed(EwmaChart.builder().minSamples(4).window(4).build());
    feed.give(4, i -> i % 2 == 0 ? 9 : 11);

    var verdict = feed.give(11);

    // Mean 10; absolute distances from the means so far: 0, 2, 1, 4/3 in weights of 1/2, 1/3, 1/4.
    double spread = ((0 + 2) / 2.0 * 2 / 3 + 1 / 3.0) * 3 / 4 + 4 / 3.0 / 4;
    double deviation = spread * Math.sqrt(Math.PI / 2) * Math.sqrt(0.2 / 1.8);
    assertThat(fact(verdict, "expected")).isEqualTo(10);
    assertThat(fact(verdict, "ewma")).isCloseTo(10.2, within(1e-12));
    assertThat(fact(verdict, "deviation")).isCloseTo(deviation, within(1e-12));
    assertThat(fact(verdict, "z")).isCloseTo(0.2 / deviation, within(1e-9));
    assertThat(verdict.facts().keySet())
        .containsExactly("expected", "ewma", "deviation", "z", "threshold", "n");
  }

  @Test
  void findsAShiftThatNoSingleValueShows() {
    var chart = new Feed(EwmaChart.builder().build());
    var single = new Feed(RobustZScore.builder().window(200).build());
    var noise = random.doubles(600, -1, 1).toArray();

    assertThat(chart.give(400, i -> 100 + noise[i])).isZero();
    assertThat(single.give(400, i -> 100 + noise[i])).isZero();
    assertThat(chart.give(40, i -> 101 + noise[400 + i])).isPositive();
    assertThat(single.give(40, i -> 101 + noise[400 + i])).isZero();
  }

  @Test
  void movesItsBaselineToALevelThatLasts() {
    var feed = new Feed(create());
    feed.give(100, i -> 100 + random.nextGaussian());

    assertThat(feed.give(30, i -> 150, Verdict.Kind.REBASELINED)).isEqualTo(1);
    assertThat(feed.give(50, i -> 150)).isZero();
  }

  @Test
  void forgetsARunThatSomebodyEnded() {
    var chart = create();
    var feed = new Feed(chart);
    feed.give(100, i -> 100 + random.nextGaussian());
    assertThat(feed.give(9, i -> 150)).isEqualTo(9);
    chart.breakRun();

    assertThat(feed.give(9, i -> 150)).isEqualTo(9);
    assertThat(feed.give(150).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteAndLearnsNothing(double value) {
    var chart = create();
    var feed = new Feed(chart);
    feed.give(50, i -> i % 3);
    var before = chart.state();

    assertThatThrownBy(() -> feed.give(value)).isInstanceOf(IllegalArgumentException.class);
    assertThat(chart.state()).isEqualTo(before);
  }

  @Test
  void onlyTheSideThatCountsIsOdd() {
    var feed = new Feed(EwmaChart.builder().direction(Direction.ABOVE).build());
    feed.give(100, i -> 100 + random.nextGaussian());

    var low = feed.give(0);

    assertThat(low.kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(low.score()).isZero();
  }

  @Test
  void everyProblemOfTheBuilderIsReported() {
    assertThatThrownBy(
            () ->
                EwmaChart.builder()
                    .weight(0)
                    .window(1)
                    .threshold(Double.NaN)
                    .deviationFloor(-1)
                    .minDelta(-1)
                    .rebaselineAfter(0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ewma: weight must be above 0 and at most 1, but is 0.0")
        .hasMessageContainingAll(
            "window must be 2", "threshold", "deviation floor", "min delta", "rebaseline after");
  }
}
