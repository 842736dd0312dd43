package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.testkit.DetectorContract;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RarityScoreTest extends DetectorContract {
  private final Random random = new Random(3);

  @Override
  protected Detector create() {
    return RarityScore.builder().minSamples(20).hold(30).build();
  }

  @Test
  void theTailCountsWhatWasAsLarge() {
    var tail = new Tail(10_000);
    for (int i = 0; i < 999; i++) {
      tail.add(i % 100 == 0 ? 64 : 1);
    }

    // 10 of 999 were 64, of which half count as larger; of the rest that were 1, half as well.
    assertThat(tail.rarity(64)).isCloseTo(Math.log10(1000 / 6.0), within(1e-12));
    assertThat(tail.rarity(1)).isCloseTo(Math.log10(1000 / 505.5), within(1e-12));
    assertThat(tail.rarity(0)).isCloseTo(0, within(1e-12));
    // Buckets end a quarter of the way to the next power of two: 160 is one doubling beyond 80.
    assertThat(tail.rarity(160)).isCloseTo(3 + 3, within(1e-12));
    assertThat(tail.rarity(1e9)).isCloseTo(3 + 6, within(1e-12));
  }

  @Test
  void theTailForgetsWhatWasLongAgo() {
    var tail = new Tail(1000);
    tail.add(1e6);
    for (int i = 0; i < 5000; i++) {
      tail.add(1);
    }

    assertThat(tail.rarity(1000)).isGreaterThan(2.7 + 6 - 0.1);
  }

  @Test
  void theTailMergesTheLowestWhenThereAreTooMany() {
    var tail = new Tail(10_000);
    var sizes = random.doubles(2000, -30, 30).map(Math::exp).toArray();
    Arrays.stream(sizes).forEach(tail::add);
    Arrays.sort(sizes);

    // The greatest are still told apart, however many others there were.
    double share = Math.log10(2001 / 21.0);
    assertThat(tail.rarity(sizes[1980])).isCloseTo(share, within(0.3));
  }

  @ParameterizedTest(name = "a {0} is found")
  @CsvSource({"spike up, 400", "spike down, -200"})
  void aSpike(String name, double value) {
    var feed = calm();

    var verdict = feed.give(value);

    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.score()).isGreaterThan(0.5);
    assertThat(fact(verdict, "expected")).isCloseTo(100, within(3.0));
    assertThat(fact(verdict, value > 0 ? "high" : "low")).isGreaterThan(6);
    assertThat(verdict.facts().keySet())
        .containsExactly(
            "expected", "score", "threshold", "high", "low", "drift", "busy", "calm", "daily", "n");
  }

  @Test
  void aStepIsFoundAndBecomesNormal() {
    var feed = calm();

    assertThat(feed.give(160).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(feed.give(198, i -> 160 + random.nextGaussian(), Verdict.Kind.NORMAL)).isZero();
    assertThat(feed.give(3, i -> 160, Verdict.Kind.REBASELINED)).isEqualTo(1);
    assertThat(feed.give(3, i -> 160, Verdict.Kind.NORMAL)).isEqualTo(3);
  }

  @Test
  void theSameAgainIsNoNewsButSomethingOdderIs() {
    var feed = calm();
    feed.give(400);
    feed.give(20, i -> 100 + random.nextGaussian());

    var again = feed.give(400);
    assertThat(again.kind()).isEqualTo(Verdict.Kind.UNSURE);
    assertThat(feed.give(100_000).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void movementThatStopsIsFound() {
    var feed = new Feed(RarityScore.builder().build(), Duration.ofMinutes(5));
    feed.give(9000, i -> 100 + 10 * random.nextGaussian());

    assertThat(feed.give(150, i -> 100)).isPositive();
  }

  @Test
  void aDayThatDoesNotBeginIsFound() {
    var feed = new Feed(RarityScore.builder().build(), Duration.ofMinutes(5));
    feed.give(14 * 288, i -> dayAndNight(i));

    // Night values by day: neither high nor low nor calm, only at the wrong time.
    assertThat(feed.give(144, i -> dayAndNight(i))).isZero();
    Verdict found = Verdict.normal();
    for (int i = 0; i < 72 && found.kind() != Verdict.Kind.ANOMALOUS; i++) {
      found = feed.give(dayAndNight(0));
    }
    assertThat(found.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(fact(found, "daily")).isGreaterThan(3);
  }

  private double dayAndNight(int index) {
    boolean day = index % 288 >= 144;
    return (day ? 100 : 20) + random.nextGaussian();
  }

  @ParameterizedTest(name = "times {0}, plus {1}")
  @CsvSource({"1024, 0", "1, 4096", "0.25, 65536"})
  void unitsAndOffsetsDoNotMatter(double factor, double offset) {
    // Whole numbers and powers of two, so that not even the last digit differs.
    var plain = new Feed(RarityScore.builder().build());
    var other = new Feed(RarityScore.builder().build());
    for (int i = 0; i < 3000; i++) {
      double value = random.nextInt(100) + (random.nextInt(300) == 0 ? 2000 : 0);
      var one = plain.give(value);
      var two = other.give(factor * value + offset);
      assertThat(two.kind()).isEqualTo(one.kind());
      assertThat(two.score()).isCloseTo(one.score(), within(0.02));
    }
  }

  @Test
  void aConstantSeriesIsNormalAndItsFirstChangeIsNot() {
    var feed = new Feed(RarityScore.builder().build());

    assertThat(feed.give(2000, i -> 0.1)).isZero();
    assertThat(feed.give(0.1 + 1e-12).kind()).as("arithmetic").isEqualTo(Verdict.Kind.NORMAL);
    assertThat(feed.give(0.2).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aMinimumDeltaKeepsOutWhatNobodyCaresAbout() {
    var feed = new Feed(RarityScore.builder().minDelta(5).build());

    assertThat(feed.give(2000, i -> 100)).isZero();
    assertThat(feed.give(100, i -> 104)).isZero();
    assertThat(feed.give(120).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aCounterThatResetsIsFoundOnceAndThenUsual() {
    var feed = new Feed(RarityScore.builder().build());

    assertThat(feed.give(2000, i -> 1000 + i)).isLessThan(3);
    assertThat(feed.give(1, i -> 0)).isEqualTo(1);
    assertThat(feed.give(1000, i -> 1 + i, Verdict.Kind.ANOMALOUS)).isLessThan(3);
  }

  @Test
  void missingValuesAreNoAnomaly() {
    var feed = calm();
    feed.skip(Duration.ofDays(2));

    assertThat(feed.give(100, i -> 100 + random.nextGaussian())).isZero();
  }

  @Test
  void whiteNoiseIsSeldomAnomalous() {
    var feed = new Feed(RarityScore.builder().build());

    assertThat(feed.give(50_000, i -> random.nextGaussian())).isLessThan(25);
  }

  @Test
  void goesOnExactlyAfterARestartOnAnyDay() {
    var whole = new Feed(RarityScore.builder().build(), Duration.ofMinutes(7));
    var detector = RarityScore.builder().build();
    for (int i = 0; i < 4000; i++) {
      double value = random.nextInt(200) == 0 ? 500 : dayAndNight(i * 7 / 5);
      var at = whole.at();
      assertThat(detector.observe(value, at)).isEqualTo(whole.give(value));
      var restored = RarityScore.builder().build();
      restored.restore(detector.state());
      assertThat(restored.state()).isEqualTo(detector.state());
      detector = restored;
    }
  }

  @Test
  void aStateOfALongerMemoryIsHalvedUntilItFits() {
    var longer = RarityScore.builder().memory(20_000).build();
    new Feed(longer).give(15_000, i -> 100 + random.nextGaussian());
    var shorter = RarityScore.builder().memory(1000).build();
    shorter.restore(longer.state());

    var verdict = shorter.observe(100, Feed.START);

    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(fact(verdict, "n")).isEqualTo(15_000);
    assertThat(fact(shorter.observe(1000, Feed.START), "high")).isBetween(8.0, 9.1);
  }

  @Test
  void itsMemoryIsBounded() {
    var detector = RarityScore.builder().build();
    var feed = new Feed(detector, Duration.ofSeconds(61));
    feed.give(20_000, i -> Math.exp(random.nextDouble() * 1000 - 500));

    assertThat(detector.state().values().length).isLessThan(330);
  }

  @ParameterizedTest(name = "value {0} of the state changed")
  @ValueSource(ints = {0, 1, 2, 5, 8, 13, 14, 15})
  void aStateThatNoDetectorWroteIsRefusedAndChangesNothing(int index) {
    var detector = create();
    new Feed(detector).give(500, i -> 100 + random.nextGaussian());
    var values = detector.state().values();
    values[index] = Double.NaN;

    var other = create();
    assertThatThrownBy(() -> other.restore(DetectorState.of("rarity/1", values)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN as value " + index);
    assertThat(other.state().isNone()).isTrue();
    assertThatThrownBy(
            () ->
                other.restore(
                    DetectorState.of("rarity/1", Arrays.copyOf(detector.state().values(), 40))))
        .hasMessageContaining("an end after 40 values");
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
                RarityScore.builder()
                    .threshold(0)
                    .minSamples(1)
                    .hold(0)
                    .memory(10)
                    .minDelta(Double.NaN)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rarity: threshold must be positive and finite, but is 0.0")
        .hasMessageContainingAll("min samples", "hold", "memory must be 1000", "min delta");
  }

  /** 2,000 values around 100, in which nothing happened. */
  private Feed calm() {
    var feed = new Feed(RarityScore.builder().build());
    feed.give(2000, i -> 100 + random.nextGaussian());
    return feed;
  }
}
