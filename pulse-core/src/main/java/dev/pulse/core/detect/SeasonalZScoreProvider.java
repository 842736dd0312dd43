package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * Makes {@link SeasonalZScore} available as {@code seasonal}. Options, each with the default of the
 * builder: {@code season}, {@code zone}, {@code memory}, {@code min-seasons}, {@code threshold},
 * {@code deviation-floor}, {@code min-delta}, {@code rebaseline-after}, {@code direction}.
 * Stateless.
 */
public final class SeasonalZScoreProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SeasonalZScoreProvider() {}

  @Override
  public String type() {
    return "seasonal";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    var builder = SeasonalZScore.builder();
    builder
        .season(
            settings
                .choice("season", SeasonalZScore.Season.class)
                .describedAs("what repeats itself")
                .orElse(SeasonalZScore.Builder.SEASON))
        .zone(
            settings.zone("zone").describedAs("whose clocks tell the hour").orElse(ZoneOffset.UTC))
        .memory(
            settings
                .integer("memory")
                .describedAs("how many weeks, or days, it reaches back")
                .orElse(SeasonalZScore.Builder.MEMORY))
        .minSeasons(
            settings
                .integer("min-seasons")
                .describedAs("after how many weeks, or days, an hour is judged")
                .orElse(SeasonalZScore.Builder.MIN_SEASONS))
        .threshold(
            settings
                .number("threshold")
                .describedAs("beyond how many deviations it is anomalous")
                .orElse(SeasonalZScore.Builder.THRESHOLD))
        .deviationFloor(
            settings
                .number("deviation-floor")
                .describedAs("the least deviation to reckon with")
                .orElse(0.0))
        .minDelta(
            settings
                .number("min-delta")
                .describedAs("how far from the mean it must lie at least")
                .orElse(0.0))
        .rebaselineAfter(
            settings
                .duration("rebaseline-after")
                .describedAs("how long values must be odd to become normal")
                .orElse(SeasonalZScore.Builder.REBASELINE_AFTER))
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
