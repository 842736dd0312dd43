package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/**
 * Makes {@link RollingZScore} available as {@code zscore}. Options, each with the default of the
 * builder: {@code window}, {@code min-samples}, {@code threshold}, {@code deviation-floor}, {@code
 * min-delta}, {@code rebaseline-after}. Stateless.
 */
public final class RollingZScoreProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public RollingZScoreProvider() {}

  @Override
  public String type() {
    return "zscore";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    var builder = RollingZScore.builder();
    builder
        .window(
            settings
                .integer("window")
                .describedAs("how many accepted values make up the baseline")
                .orElse(RollingZScore.Builder.WINDOW))
        .threshold(
            settings
                .number("threshold")
                .describedAs("above how many standard deviations a value is anomalous")
                .orElse(RollingZScore.Builder.THRESHOLD))
        .deviationFloor(
            settings
                .number("deviation-floor")
                .describedAs("the least standard deviation to reckon with")
                .orElse(RollingZScore.Builder.DEVIATION_FLOOR))
        .minDelta(
            settings
                .number("min-delta")
                .describedAs("how far above the mean an anomalous value lies at least")
                .orElse(RollingZScore.Builder.MIN_DELTA));
    settings
        .integer("min-samples")
        .describedAs("from how many values on it judges; 10 unless told, at most the window")
        .optional()
        .ifPresent(builder::minSamples);
    settings
        .integer("rebaseline-after")
        .describedAs("how many odd values become normal; 20 unless told, at most the window")
        .optional()
        .ifPresent(builder::rebaselineAfter);
    // Built once for its complaints: a bad option must be reported now, not at the first result.
    builder.build();
    return builder::build;
  }
}
