package dev.pulse.docs.guide;

import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.ScorerProvider;

/** Makes a type for the YAML file of the scorer of the guide. */
public final class ShopScorerProvider implements ScorerProvider {
  @Override
  public String type() {
    return "acme.shop-score";
  }

  @Override
  public Scorer create(Settings settings) {
    return new ShopScorer(settings.texts("judges").describedAs("the checks to count").required());
  }
}
