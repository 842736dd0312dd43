package dev.pulse.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the guide: four weeks of noise around 100, then half a day of something odd. */
class WhatDetectorsFindTest {
  private static final int RUNS = 20;
  private static final int DAY = 288;
  private static final int WEEKS = 28 * DAY + DAY / 2;

  /** Values until then are not counted: two weeks are the longest that one of them learns. */
  private static final int LEARNT = 4000;

  private enum Oddity {
    SPIKE,
    STEP,
    SHIFT,
    NOISE,
    STILL,
    NIGHT;

    double value(int index, Random random, boolean odd) {
      double noise = random.nextGaussian();
      double day = index % DAY < DAY / 2 ? 20 : 100;
      if (this == NIGHT) {
        return (odd ? 20 : day) + noise;
      }
      if (!odd) {
        return 100 + noise;
      }
      return switch (this) {
        case SPIKE -> 100 + noise + (index == WEEKS ? 8 : 0);
        case STEP -> 105 + noise;
        case SHIFT -> 101.5 + noise;
        case NOISE -> 100 + 2 * noise;
        case STILL -> 100;
        case NIGHT -> throw new AssertionError(this);
      };
    }
  }

  @ParameterizedTest(name = "{0} finds {1} in {2} to {3} of 100")
  @CsvSource({
    "zscore, SPIKE, 100, 100", "zscore, SHIFT, 50, 95", "zscore, STILL, 0, 0",
    "zscore, NIGHT, 0, 60", "ewma, SPIKE, 100, 100", "ewma, STEP, 100, 100",
    "ewma, SHIFT, 100, 100", "ewma, STILL, 0, 0", "ewma, NIGHT, 0, 40",
    "robust, SPIKE, 100, 100", "robust, STEP, 100, 100", "robust, SHIFT, 20, 80",
    "robust, STILL, 0, 0", "robust, NIGHT, 0, 60", "seasonal, SPIKE, 100, 100",
    "seasonal, STEP, 100, 100", "seasonal, NOISE, 95, 100", "seasonal, NIGHT, 100, 100",
    "seasonal, STILL, 0, 0", "rarity, SPIKE, 100, 100", "rarity, STEP, 100, 100",
    "rarity, SHIFT, 95, 100", "rarity, NOISE, 95, 100", "rarity, STILL, 85, 100",
    "rarity, NIGHT, 100, 100",
  })
  void findsWhatItIsFor(String type, Oddity oddity, int least, int most) {
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var feed = new Feed(detector(type), Duration.ofMinutes(5));
      feed.give(WEEKS, i -> oddity.value(i, random, false));
      int values = oddity == Oddity.SPIKE ? 1 : DAY / 2;
      found += feed.give(values, i -> oddity.value(WEEKS + i, random, true)) > 0 ? 1 : 0;
    }

    assertThat(100 * found / RUNS).isBetween(least, most);
  }

  @ParameterizedTest(name = "{0}: at most {1} of 1,000 values of noise")
  @CsvSource({"zscore, 2.5", "ewma, 3", "robust, 2.5", "seasonal, 0.6", "rarity, 0.4"})
  void seldomFindsNoiseOdd(String type, double most) {
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var feed = new Feed(detector(type), Duration.ofMinutes(5));
      feed.give(LEARNT, i -> 100 + random.nextGaussian());
      found += feed.give(WEEKS - LEARNT, i -> 100 + random.nextGaussian());
    }

    assertThat(1000.0 * found / (RUNS * (WEEKS - LEARNT))).isLessThan(most);
  }

  @ParameterizedTest(name = "{0} pauses no longer than a value after a lone spike")
  @CsvSource({"robust", "seasonal", "rarity"})
  void aLoneSpikeIsOverAtOnce(String type) {
    var random = new Random(1);
    var feed = new Feed(detector(type), Duration.ofMinutes(5));
    feed.give(WEEKS, i -> 100 + random.nextGaussian());
    assertThat(feed.give(108).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);

    assertThat(feed.give(10, i -> 100 + random.nextGaussian(), Verdict.Kind.NORMAL))
        .isGreaterThanOrEqualTo(8);
  }

  private static Detector detector(String type) {
    return switch (type) {
      case "zscore" -> RollingZScore.builder().minDelta(0).deviationFloor(0.01).build();
      case "ewma" -> EwmaChart.builder().build();
      case "robust" -> RobustZScore.builder().build();
      case "seasonal" -> SeasonalZScore.builder().build();
      case "rarity" -> RarityScore.builder().build();
      default -> throw new AssertionError(type);
    };
  }
}
