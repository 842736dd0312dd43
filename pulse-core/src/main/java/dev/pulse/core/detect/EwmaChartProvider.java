package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/**
 * Makes {@link EwmaChart} available as {@code ewma}. Options, each with the default of the builder:
 * {@code weight}, {@code window}, {@code min-samples}, {@code threshold}, {@code deviation-floor},
 * {@code min-delta}, {@code rebaseline-after}, {@code direction}. Stateless.
 */
public final class EwmaChartProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public EwmaChartProvider() {}

  @Override
  public String type() {
    return "ewma";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    var builder = EwmaChart.builder();
    builder
        .weight(
            settings
                .number("weight")
                .describedAs("how much the newest value counts")
                .orElse(EwmaChart.Builder.WEIGHT))
        .window(
            settings
                .integer("window")
                .describedAs("how many accepted values the baseline reaches back")
                .orElse(EwmaChart.Builder.WINDOW))
        .minSamples(
            settings
                .integer("min-samples")
                .describedAs("from how many values on it judges")
                .orElse(EwmaChart.Builder.MIN_SAMPLES))
        .threshold(
            settings
                .number("threshold")
                .describedAs("beyond how many deviations it is anomalous")
                .orElse(EwmaChart.Builder.THRESHOLD))
        .deviationFloor(
            settings
                .number("deviation-floor")
                .describedAs("the least deviation to reckon with")
                .orElse(0.0))
        .minDelta(
            settings
                .number("min-delta")
                .describedAs("how far from the baseline it must lie at least")
                .orElse(0.0))
        .rebaselineAfter(
            settings
                .integer("rebaseline-after")
                .describedAs("how many odd values become normal")
                .orElse(EwmaChart.Builder.REBASELINE_AFTER))
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
