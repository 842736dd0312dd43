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
    settings.integer("window").optional().ifPresent(builder::window);
    settings.integer("min-samples").optional().ifPresent(builder::minSamples);
    settings.number("threshold").optional().ifPresent(builder::threshold);
    settings.number("deviation-floor").optional().ifPresent(builder::deviationFloor);
    settings.number("min-delta").optional().ifPresent(builder::minDelta);
    settings.integer("rebaseline-after").optional().ifPresent(builder::rebaselineAfter);
    // Built once for its complaints: a bad option must be reported now, not at the first result.
    builder.build();
    return builder::build;
  }
}
