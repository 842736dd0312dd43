package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten million values: nothing that is added up may drift, and one wild value may not stay. */
class LongRunTest {
  private static final int LENGTH = 10_000_000;

  static Stream<Arguments> detectors() {
    return Stream.of(
        Arguments.of("ewma", EwmaChart.builder().threshold(6).build()),
        Arguments.of("robust", RobustZScore.builder().threshold(6).build()),
        Arguments.of("seasonal", SeasonalZScore.builder().threshold(6).build()),
        Arguments.of("rarity", RarityScore.builder().build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("detectors")
  void numbersStayStable(String name, Detector detector) {
    var random = new SplittableRandom(9);
    var feed = new Feed(detector, Duration.ofSeconds(20));
    // A running sum of squares would keep the trace of these for ever.
    feed.give(3000, i -> i % 1000 == 500 ? 1e15 : 10 + random.nextDouble());
    var last = feed.give(10.5);
    for (int i = 0; i < LENGTH; i++) {
      last = feed.give(10 + random.nextDouble());
    }

    assertThat(last.kind()).isEqualTo(Verdict.Kind.NORMAL);
    assertThat(fact(last, "expected")).isCloseTo(10.5, within(0.5));
    if (!name.equals("rarity")) {
      assertThat(fact(last, "deviation")).isBetween(0.05, 0.6);
    }
    assertThat(feed.give(1000).kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
  }
}
