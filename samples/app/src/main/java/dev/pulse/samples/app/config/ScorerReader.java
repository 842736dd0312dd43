package dev.pulse.samples.app.config;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.plugin.Plugins;

/** Reads a check whose type is that of a scorer: the scorer's options, and which scores are low. */
final class ScorerReader {
  private static final Scorer UNREADABLE =
      context -> Score.inconclusive(Reason.ERROR, "the configuration of this scorer has problems");

  private final Plugins plugins;

  ScorerReader(Plugins plugins) {
    this.plugins = plugins;
  }

  Check read(String type, Settings settings) {
    var scorer = settings.attempt(options -> plugins.scorer(type, options)).orElse(UNREADABLE);
    var check = ScorerCheck.of(scorer);
    var failBelow = settings.integer("fail-below").between(1, 100).optional();
    var warnBelow =
        settings
            .integer("warn-below")
            .between(1, 100)
            .where(
                points -> failBelow.filter(lowest -> points <= lowest).isEmpty(),
                "must be above fail-below")
            .optional();
    check = warnBelow.isPresent() ? check.warnBelow(warnBelow.get()) : check;
    return failBelow.isPresent() ? check.failBelow(failBelow.get()) : check;
  }
}
