package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.testkit.DetectorProviderContract;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DetectorProvidersTest {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

  @Nested
  class ScoreKeepsTheContract extends DetectorProviderContract {
    @Override
    protected DetectorProvider provider() {
      return new RollingZScoreProvider();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of(
          "window", 40,
          "min-samples", 20,
          "threshold", 2.5,
          "deviation-floor", 0.5,
          "min-delta", 1,
          "rebaseline-after", 10);
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of();
    }
  }

  @Nested
  class ProportionKeepsTheContract extends DetectorProviderContract {
    @Override
    protected DetectorProvider provider() {
      return new ProportionZTestProvider();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of();
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of();
    }
  }

  @Test
  void allAreFoundByType() {
    assertThat(ServiceLoader.load(DetectorProvider.class).stream().map(found -> found.get().type()))
        .contains("zscore", "proportion", "ewma", "robust", "seasonal", "rarity");
  }

  @Test
  void eachSeriesGetsADetectorOfItsOwn() {
    var zscore = create(new RollingZScoreProvider(), Map.of());
    var proportion = create(new ProportionZTestProvider(), Map.of());

    assertThat(zscore.get()).isInstanceOf(RollingZScore.class).isNotSameAs(zscore.get());
    assertThat(proportion.get()).isInstanceOf(ProportionZTest.class).isNotSameAs(proportion.get());
  }

  @Test
  void everyOptionOfTheScoreArrives() {
    var options =
        Map.of(
            "window", 4,
            "min-samples", 2,
            "threshold", 2.5,
            "deviation-floor", 0.5,
            "min-delta", 1,
            "rebaseline-after", 2);
    var detector = create(new RollingZScoreProvider(), options).get();
    detector.observe(10, AT);
    detector.observe(10, AT);

    assertThat(detector.observe(11, AT).kind()).as("z 2").isEqualTo(Verdict.Kind.NORMAL);
    var verdict = detector.observe(14, AT);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.facts()).containsEntry("stddev", 0.5).containsEntry("threshold", 2.5);
    assertThat(detector.observe(14, AT).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @Test
  void everyOptionOfTheChartArrives() {
    var options =
        Map.of(
            "weight", 1,
            "window", 4,
            "min-samples", 2,
            "threshold", 2,
            "deviation-floor", 3,
            "min-delta", 7,
            "rebaseline-after", 2,
            "direction", "above");
    var feed = new Feed(create(new EwmaChartProvider(), options).get());
    feed.give(2, i -> 10);

    assertThat(feed.give(-90).kind()).as("below").isEqualTo(Verdict.Kind.NORMAL);
    feed.give(4, i -> 10);
    assertThat(feed.give(16.5).kind()).as("min delta").isEqualTo(Verdict.Kind.NORMAL);
    var verdict = feed.give(200);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.facts()).containsEntry("ewma", 200.0).containsEntry("threshold", 2.0);
    assertThat(verdict.facts()).containsEntry("n", 4L);
    assertThat(feed.give(200).kind()).isEqualTo(Verdict.Kind.REBASELINED);
    var still = new Feed(create(new EwmaChartProvider(), options).get());
    still.give(3, i -> 10);
    assertThat(still.give(10).facts()).containsEntry("deviation", 3.0);
  }

  @Test
  void everyOptionOfTheRobustScoreArrives() {
    var options =
        Map.of(
            "window", 5,
            "min-samples", 3,
            "threshold", 2,
            "deviation-floor", 3,
            "min-delta", 7,
            "rebaseline-after", 2,
            "direction", "below");
    var feed = new Feed(create(new RobustZScoreProvider(), options).get());
    feed.give(3, i -> 10);
    var above = new Feed(create(new RobustZScoreProvider(), options).get());
    above.give(3, i -> 10);

    assertThat(above.give(90).kind()).as("above").isEqualTo(Verdict.Kind.NORMAL);
    assertThat(feed.give(3.5).kind()).as("min delta").isEqualTo(Verdict.Kind.NORMAL);
    feed.give(10);
    var verdict = feed.give(3);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.facts())
        .containsEntry("n", 5L)
        .containsEntry("threshold", 2.0)
        .containsEntry("deviation", 3.0);
    assertThat(feed.give(3).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @Test
  void everyOptionOfTheSeasonArrives() {
    var options = new HashMap<String, Object>();
    options.put("season", "day");
    options.put("zone", "Asia/Kolkata");
    options.put("memory", 4);
    options.put("min-seasons", 1);
    options.put("threshold", 2);
    options.put("deviation-floor", 3);
    options.put("min-delta", 7);
    options.put("rebaseline-after", "2m");
    options.put("direction", "above");
    var feed = new Feed(create(new SeasonalZScoreProvider(), options).get());
    feed.give(6 * 1440, i -> 10);

    assertThat(feed.give(0).kind()).as("below").isEqualTo(Verdict.Kind.NORMAL);
    assertThat(feed.give(16.5).kind()).as("min delta").isEqualTo(Verdict.Kind.NORMAL);
    var verdict = feed.give(17);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.facts())
        .containsEntry("hour", 5L)
        .containsEntry("n", 4L)
        .containsEntry("threshold", 2.0)
        .containsEntry("deviation", 3.0);
    feed.give(17);
    assertThat(feed.give(17).kind()).isEqualTo(Verdict.Kind.REBASELINED);
  }

  @Test
  void everyOptionOfTheRarityArrives() {
    var options =
        Map.of("threshold", 2.5, "min-samples", 10, "hold", 2, "memory", 1000, "min-delta", 5);
    var feed = new Feed(create(new RarityScoreProvider(), options).get());
    assertThat(feed.give(10, i -> 10, Verdict.Kind.LEARNING)).isEqualTo(10);

    assertThat(feed.give(14).kind()).as("min delta").isEqualTo(Verdict.Kind.NORMAL);
    var verdict = feed.give(17);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(verdict.facts()).containsEntry("threshold", 2.5);
    feed.give(17);
    assertThat(feed.give(17).kind()).as("hold").isEqualTo(Verdict.Kind.REBASELINED);
    feed.give(1200, i -> 10);
    assertThat(fact(feed.give(1e9), "high")).as("memory").isLessThan(6 + 3.01);
  }

  @Test
  void contradictionsAndMisspeltOptionsAreReportedWhenRead() {
    assertThatThrownBy(
            () -> create(new RollingZScoreProvider(), Map.of("window", 20, "min-samples", 30)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("min samples must be 2 to the window (20), but is 30");
    assertThatThrownBy(() -> create(new RollingZScoreProvider(), Map.of("treshold", 2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean \"threshold\"?");
    assertThatThrownBy(() -> create(new ProportionZTestProvider(), Map.of("window", 20)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("window");
  }

  private static Supplier<? extends Detector> create(
      DetectorProvider provider, Map<String, ?> options) {
    return Settings.<Supplier<? extends Detector>>read(options, provider::create);
  }
}
