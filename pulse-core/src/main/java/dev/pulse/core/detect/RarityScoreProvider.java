package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/**
 * Makes {@link RarityScore} available as {@code rarity}. Options, each with the default of the
 * builder: {@code threshold}, {@code min-samples}, {@code hold}, {@code memory}, {@code min-delta}.
 * Stateless.
 */
public final class RarityScoreProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public RarityScoreProvider() {}

  @Override
  public String type() {
    return "rarity";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    var builder = RarityScore.builder();
    builder
        .threshold(
            settings
                .number("threshold")
                .describedAs("from which score on a value is anomalous")
                .orElse(RarityScore.Builder.THRESHOLD))
        .minSamples(
            settings
                .integer("min-samples")
                .describedAs("from how many values on it judges")
                .orElse(RarityScore.Builder.MIN_SAMPLES))
        .hold(
            settings
                .integer("hold")
                .describedAs("for how many values an anomaly hides lesser ones")
                .orElse(RarityScore.Builder.HOLD))
        .memory(
            settings
                .integer("memory")
                .describedAs("at how many values the counts are halved")
                .orElse(RarityScore.Builder.MEMORY))
        .minDelta(
            settings
                .number("min-delta")
                .describedAs("up to which distance values count as equal")
                .orElse(RarityScore.Builder.MIN_DELTA));
    // Built once for its complaints: a bad option must be reported now, not at the first result.
    builder.build();
    return builder::build;
  }
}
