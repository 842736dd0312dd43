package com.acme.pulse;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.ScorerProvider;

/** Makes scorers of the type {@code acme.locker-score}: how well a station is. */
public final class LockerScorerProvider implements ScorerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LockerScorerProvider() {}

  @Override
  public String type() {
    return "acme.locker-score";
  }

  @Override
  public Scorer create(Settings settings) {
    var station = Stations.read(settings);
    var doors =
        settings
            .text("doors-check")
            .describedAs("the check that watches the doors of the station")
            .where(Registration::isName, "must be the name of a check")
            .required();
    return new LockerScorer(station, doors);
  }
}
