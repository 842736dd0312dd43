package dev.pulse.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.testkit.DetectorProviderContract;
import java.time.Instant;
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
  void bothAreFoundByType() {
    assertThat(ServiceLoader.load(DetectorProvider.class).stream().map(found -> found.get().type()))
        .contains("zscore", "proportion");
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
