package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/**
 * Makes {@link RobustZScore} available as {@code robust}. Options, each with the default of the
 * builder: {@code window}, {@code min-samples}, {@code threshold}, {@code deviation-floor}, {@code
 * min-delta}, {@code rebaseline-after}, {@code direction}. Stateless.
 */
public final class RobustZScoreProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public RobustZScoreProvider() {}

  @Override
  public String type() {
    return "robust";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    var builder = RobustZScore.builder();
    builder
        .window(
            settings
                .integer("window")
                .describedAs("how many values make up the window")
                .orElse(RobustZScore.Builder.WINDOW))
        .minSamples(
            settings
                .integer("min-samples")
                .describedAs("from how many values on it judges")
                .orElse(RobustZScore.Builder.MIN_SAMPLES))
        .threshold(
            settings
                .number("threshold")
                .describedAs("beyond how many deviations it is anomalous")
                .orElse(RobustZScore.Builder.THRESHOLD))
        .deviationFloor(
            settings
                .number("deviation-floor")
                .describedAs("the least deviation to reckon with")
                .orElse(0.0))
        .minDelta(
            settings
                .number("min-delta")
                .describedAs("how far from the median it must lie at least")
                .orElse(0.0))
        .rebaselineAfter(
            settings
                .integer("rebaseline-after")
                .describedAs("how many odd values become normal")
                .orElse(RobustZScore.Builder.REBASELINE_AFTER))
        .direction(
            settings
                .choice("direction", Direction.class)
                .describedAs("the side that counts")
                .orElse(Direction.BOTH));
    // Built once for its complaints: a bad option must be reported now, not at the first result.
    builder.build();
    return builder::build;
  }
}
